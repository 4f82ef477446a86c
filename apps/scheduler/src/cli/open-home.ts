import type { Ledger, SweepRow } from '@frostline/store';
import path from 'node:path';
import type { Context } from './context.js';
import { findHome } from './home.js';
import { textOption, type Options } from './options.js';

/** What a reading verb looks at. */
export interface OpenSweep {
  readonly home: string;
  readonly ledger: Ledger;
  readonly sweep: SweepRow;
}

/** Opens the ledger for reading, beside whoever owns it, and finds the sweep that `--sweep` names, else the newest. */
export async function readSweep<Result>(
  { cwd }: Pick<Context, 'cwd'>,
  options: Options,
  read: (open: OpenSweep) => Result | Promise<Result>,
): Promise<Result> {
  const { findSweep, openLedger } = await import('@frostline/store');
  const home = findHome(cwd, textOption(options, 'home'));
  const ledger = openLedger(path.join(home, 'ledger.db'), { readonly: true });
  try {
    return await read({ home, ledger, sweep: findSweep(ledger, textOption(options, 'sweep')) });
  } finally {
    ledger.close();
  }
}
