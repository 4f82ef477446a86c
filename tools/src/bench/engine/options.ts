import path from 'node:path';
import { parseArgs } from 'node:util';
import { InputError } from '@frostline/base';
import { rows, type Row } from './rows.js';

export interface BenchOptions {
  /** An interpreter with PyTorch. */
  readonly python: string;
  readonly threads: number;
  readonly json: string | undefined;
  readonly rows: readonly Row[];
}

const allowed = '--python PATH [--threads N] [--json FILE] [--only NAME]';

/**
 * @param here what relative paths are meant from
 * @throws InputError `usage`
 */
export function benchOptions(argv: readonly string[], here: string): BenchOptions {
  const { python, threads, json, only } = parsed(argv);
  if (python === undefined)
    throw new InputError('usage', 'the engine is compared with PyTorch', {
      place: '--python',
      allowed,
      fix: 'name an interpreter that has torch 2 or later',
    });
  if (!/^[1-9]\d{0,3}$/.test(threads))
    throw new InputError('usage', 'a side runs on a number of threads', {
      place: '--threads',
      found: threads,
      allowed: 'an integer of at least 1',
    });
  const chosen = rows.filter(({ name }) => only === undefined || name === only);
  if (chosen.length === 0)
    throw new InputError('usage', 'there is no such row', {
      place: '--only',
      found: only,
      allowed: rows.map(({ name }) => name),
    });
  return {
    // A bare name is looked up in PATH.
    python: python.includes('/') ? path.resolve(here, python) : python,
    threads: Number(threads),
    json: json === undefined ? undefined : path.resolve(here, json),
    rows: chosen,
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        python: { type: 'string' },
        threads: { type: 'string', default: '1' },
        json: { type: 'string' },
        only: { type: 'string' },
      },
    }).values;
  } catch (cause) {
    throw new InputError('usage', cause instanceof Error ? cause.message : String(cause), { allowed, cause });
  }
}
