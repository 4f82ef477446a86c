import type { Clock } from '@frostline/base';
import type { Terminal } from './terminal.js';

/** What a verb gets from outside instead of reaching for it. */
export interface Context {
  readonly terminal: Terminal;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

/** 0 done, 1 the work failed, 2 wrong usage or bad input, 130 interrupted (and may be resumed). */
export type ExitCode = 0 | 1 | 2 | 130;
