import type { Reopening } from '../owner/resume.js';
import { findHome } from './home.js';
import { declareNamedRuns, namedRuns } from './named-runs.js';
import { textOption } from './options.js';
import { refuseWhileOwned } from './owned-options.js';
import { patienceOf } from './patience.js';
import { declareRunOptions } from './run-options.js';
import type { Verb } from './verb.js';

interface ReopenVerb {
  readonly name: 'resume' | 'retry';
  readonly summary: string;
  /** Which runs wait again. */
  readonly state: Reopening['state'];
  /** What is said of runs that an owner took up. */
  readonly taken: (runs: number) => string;
}

/** A verb that lets a run, those of a trial or of the whole sweep wait again: through the owner, else by becoming it. */
export function reopenVerb({ name, summary, state, taken }: ReopenVerb): Verb {
  return {
    name,
    summary,
    define(command, act) {
      declareNamedRuns(command);
      declareRunOptions(command);
      act(async ({ context, options, positional: [trial] }) => {
        const home = findHome(context.cwd, textOption(options, 'home'));
        const named = namedRuns(trial, options);
        const sweep = textOption(options, 'sweep');
        const patience = patienceOf(context);
        await refuseWhileOwned(home, options, patience);
        const { askOwnerOf } = await import('../api/ask-owner-of.js');
        const reply = await askOwnerOf(home, name, { sweep, ...named }, patience);
        if (reply === undefined) {
          const { goOn } = await import('./go-on.js');
          return goOn(context, home, options, { state, ...named });
        }
        context.terminal.out(`${taken(reply.changed)}\n`);
        if (reply.notice !== undefined) context.terminal.err(`${reply.notice}\n`);
        return 0;
      });
    },
  };
}
