import type { Patience } from '../api/ask-owner-of.js';
import type { Context } from './context.js';

/** Waits for an owner that is just starting or ending, and says so. */
export function patienceOf({ terminal, clock }: Pick<Context, 'terminal' | 'clock'>): Patience {
  return {
    clock,
    onWait: () => {
      terminal.err('waiting for the owner of this state folder, which is just starting or ending\n');
    },
  };
}
