import { plural } from '@frostline/base';
import { askOwner } from '../ask-owner.js';
import { findHome } from '../home.js';
import { textOption } from '../options.js';
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
      const { changeAsOwner } = await import('../../host/change-as-owner.js');
      const named = typeof trial === 'string' ? trial : undefined;
      const sweep = textOption(options, 'sweep');
      const changed =
        (await askOwner(context, home, 'stop', { sweep, trial: named }))?.changed ??
        (await changeAsOwner(home, 'stop', { sweep, trial: named }));
      context.terminal.out(`${plural(changed, 'run stops', 'runs stop')}\n`);
      return 0;
    });
  },
};
