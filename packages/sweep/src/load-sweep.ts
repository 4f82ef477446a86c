import { InputError } from '@frostline/base';
import { readYaml, type Catalog } from '@frostline/protocol';
import { parseStrategy } from '@frostline/protocol/freeze';
import { z } from 'zod';
import { complaintOf } from './complaint.js';
import { checkSweep } from './sweep-checks.js';
import { misnamedModels, withNamedModels } from './onnx-backbones.js';
import type { SweepFile } from './sweep-file.js';
import { sweepSchema } from './sweep-schema.js';

/**
 * Reads a sweep file.
 *
 * @param options.file the name that errors print before line and column
 * @throws InputError that lists every problem with its place, what was found and what is allowed
 * @example
 * const sweep = loadSweep(text, { file: 'sweep.yaml', catalog });
 */
export function loadSweep(text: string, options: { file: string; catalog: Catalog }): SweepFile {
  const { file } = options;
  // Reads syntax errors, too: nothing can be said of the rest then.
  const raw = readYaml(text, { file, schema: z.unknown() }).value;
  const catalog = withNamedModels(options.catalog, raw);
  const schema = sweepSchema(catalog);
  try {
    const { value, placeOf } = readYaml(text, { file, schema });
    checkSweep(value, catalog, { file, placeOf });
    return value;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const fix = hints(text, { file, catalog });
    if (fix.length === 0) throw error;
    throw new InputError(error.code, error.message, { fix: fix.join('; '), cause: error });
  }
}

/** `file:line:column` of a member of a sweep file that has been read, or of its nearest ancestor there. */
export function placeInSweep(text: string, file: string, path: readonly PropertyKey[]): string {
  return readYaml(text, { file, schema: z.unknown() }).placeOf(path);
}

/** What to do about slips that the schema can only call wrong. */
function hints(text: string, { file, catalog }: { file: string; catalog: Catalog }): string[] {
  const map = z.record(z.string(), z.unknown()).catch({});
  const raw = map.parse(readYaml(text, { file, schema: z.unknown() }).value);
  const trial = map.parse(raw['trial']);
  const parameters = map.parse(raw['parameters']);
  const seed = 'seed' in trial || 'seed' in parameters ? ['list seeds under seeds, at the top'] : [];
  const bare = Object.entries(parameters).filter(([, spec]) => spec === null || !isMap(spec));
  const models = misnamedModels(raw).map(
    (found) => `${found}: name a model in a file as onnx:path/model.onnx, or onnx:path/model.onnx#output`,
  );
  return [...seed, ...models, ...bare.flatMap(([name, spec]) => hintsOfBare(name, [spec].flat(), catalog))];
}

const isMap = (value: unknown): boolean => typeof value === 'object' && !Array.isArray(value);

/** A parameter whose values stand there without `values`: how to write them, and which of them are wrong, too. */
function hintsOfBare(name: string, values: readonly unknown[], { strategies }: Catalog): string[] {
  const wrong = values.flatMap((value) => {
    if (name !== 'freeze' || typeof value !== 'string') return [];
    const complaint = complaintOf(() => parseStrategy(value, strategies));
    return complaint === undefined ? [] : [complaint.message];
  });
  return [`write ${name}: { values: [${values.map(String).join(', ')}] }`, ...wrong];
}
