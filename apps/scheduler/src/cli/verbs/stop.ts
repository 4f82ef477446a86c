import { plural } from '@frostline/base';
import { findHome } from '../home.js';
import { declareNamedRuns, namedRuns } from '../named-runs.js';
import { textOption } from '../options.js';
import { patienceOf } from '../patience.js';
import type { Verb } from '../verb.js';

/** `frostline stop [TRIAL] [--fold N]`: pauses runs after a checkpoint, through the owner when there is one, else in the ledger. */
export const stop: Verb = {
  name: 'stop',
  summary: 'pause a run, a trial or the whole sweep, after a checkpoint',
  define(command, act) {
    declareNamedRuns(command);
    act(async ({ context, options, positional: [trial] }) => {
      const home = findHome(context.cwd, textOption(options, 'home'));
      const { changeSweep } = await import('../../api/change-sweep.js');
      const request = { sweep: textOption(options, 'sweep'), ...namedRuns(trial, options) };
      const { changed } = await changeSweep(home, 'stop', request, patienceOf(context));
      context.terminal.out(
        changed === 0
          ? 'no run stops: none waits or runs\n'
          : `${plural(changed, 'run stops', 'runs stop')}\n`,
      );
      return 0;
    });
  },
};
