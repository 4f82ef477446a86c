import { plural } from '@frostline/base';
import { findHome } from '../home.js';
import { textOption } from '../options.js';
import { patienceOf } from '../patience.js';
import type { Verb } from '../verb.js';

/** `frostline stop [TRIAL]`: pauses runs after a checkpoint, through the owner when there is one, else in the ledger. */
export const stop: Verb = {
  name: 'stop',
  summary: 'pause a trial or the whole sweep, after a checkpoint',
  define(command, act) {
    command
      .argument('[trial]', 'id, or its beginning; the whole sweep when absent')
      .option('--sweep <name>', 'name or id; the newest when absent');
    act(async ({ context, options, positional: [trial] }) => {
      const home = findHome(context.cwd, textOption(options, 'home'));
      const { changeSweep } = await import('../../api/change-sweep.js');
      const named = typeof trial === 'string' ? trial : undefined;
      const sweep = textOption(options, 'sweep');
      const { changed } = await changeSweep(home, 'stop', { sweep, trial: named }, patienceOf(context));
      context.terminal.out(`${plural(changed, 'run stops', 'runs stop')}\n`);
      return 0;
    });
  },
};
