import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { messageOf } from '../cli/errors.js';
import type { Check, Finding } from './check.js';

interface Probe {
  readonly name: string;
  /** The package that depends on it: where Node would look for it. */
  readonly from: string;
  readonly module: string;
  readonly required: boolean;
  readonly detail: string;
  readonly fix: string;
}

const probes: readonly Probe[] = [
  {
    name: 'better-sqlite3',
    from: '@frostline/store',
    module: 'better-sqlite3',
    required: true,
    detail: 'the ledger',
    fix: 'install python3, make and g++, then run `npm rebuild better-sqlite3`',
  },
  {
    name: 'sharp',
    from: '@frostline/data',
    module: 'sharp',
    required: true,
    detail: 'image decoding',
    fix: 'run `npm install --include=optional sharp`',
  },
];

/** Native packages: does each load? A package that is installed for another platform is found here, not mid-sweep. */
export const packages: Check = async () => Promise.all(probes.map(probe));

async function probe({ name, from, module, required, detail, fix }: Probe): Promise<Finding> {
  const require = createRequire(import.meta.url);
  try {
    // Resolved where its user would resolve it: workspaces and nested installs differ.
    const entry = createRequire(require.resolve(`${from}/package.json`)).resolve(module);
    await import(pathToFileURL(entry).href);
    return { name, state: 'ok', required, detail };
  } catch (error) {
    const reason = messageOf(error).split('\n')[0] ?? '';
    return { name, state: 'missing', required, detail: `${detail}: ${reason}`, fix };
  }
}
