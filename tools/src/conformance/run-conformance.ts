import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { engineNames, FrostlineError, InputError, type EngineName } from '@frostline/base';
import { readOracle } from './oracle-file.js';

/**
 * Compares nets with torchvision's reference values, one line a file:
 *
 *   npm run conformance [-- DIR] [--json FILE] [--engine NAME]
 *
 * DIR holds files of tools/oracle/make_torchvision.py, by default the project's own. Exit 0 when all agree, 1 when one
 * does not, 2 for wrong usage or a bad file, before anything is run.
 */
const golden = path.resolve(import.meta.dirname, '../../../packages/model/golden/torchvision');
/** npm moves to the root of the project first. */
const here = process.env['INIT_CWD'] ?? process.cwd();

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof FrostlineError)) throw error;
  process.stderr.write(`conformance: ${error.message}\n`);
  process.exitCode = error.exitCode;
}

async function main(argv: readonly string[]): Promise<0 | 1> {
  const { folder, json, engineName } = options(argv);
  const oracles = oracleFiles(folder).map((file) => ({ file, oracle: readOracle(path.join(folder, file)) }));
  // Tensors are loaded only when there is something to run.
  const [{ openEngine }, { conform, conformanceLine }] = await Promise.all([
    import('@frostline/engine'),
    import('./conform.js'),
  ]);
  const engine = await openEngine({ name: engineName });
  const written: object[] = [];
  let failed = 0;
  for (const { file, oracle } of oracles) {
    const result = await conform(engine, oracle);
    process.stdout.write(`${conformanceLine(oracle.model, result)}\n`);
    if (!result.holds) failed++;
    written.push({
      file,
      ...('values' in result ? result.values : { model: oracle.model, error: result.refused }),
    });
  }
  await engine.dispose();
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(written)}\n`);
  return failed === 0 ? 0 : 1;
}

function options(argv: readonly string[]): {
  folder: string;
  json: string | undefined;
  engineName: EngineName;
} {
  const { values, positionals } = parsed(argv);
  const [folder, ...more] = positionals;
  if (more.length > 0)
    throw new InputError('usage', 'takes one folder', { found: positionals.join(' '), allowed: '[DIR]' });
  const engineName = engineNames.find((name) => name === values.engine);
  if (engineName === undefined)
    throw new InputError('usage', 'there is no such engine', {
      place: '--engine',
      found: values.engine,
      allowed: engineNames,
    });
  return {
    folder: folder === undefined ? golden : path.resolve(here, folder),
    json: values.json === undefined ? undefined : path.resolve(here, values.json),
    engineName,
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: { json: { type: 'string' }, engine: { type: 'string', default: 'onnxruntime' } },
      allowPositionals: true,
    });
  } catch (cause) {
    throw new InputError('usage', cause instanceof Error ? cause.message : String(cause), {
      allowed: '[DIR] [--json FILE] [--engine NAME]',
      cause,
    });
  }
}

function oracleFiles(folder: string): string[] {
  let files: string[];
  try {
    files = readdirSync(folder);
  } catch (cause) {
    throw new InputError('usage', 'the folder cannot be read', { place: folder, cause });
  }
  const found = files.filter((file) => file.endsWith('.json')).sort();
  if (found.length > 0) return found;
  throw new InputError('usage', 'there are no reference values', {
    place: folder,
    allowed: 'files MODEL.json',
    fix: 'write them with tools/oracle/make_torchvision.py',
  });
}
