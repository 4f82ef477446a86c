import { plural } from '@frostline/base';
import { findHome } from '../home.js';
import { textOption } from '../options.js';
import { declareRunOptions } from '../run-options.js';
import type { Verb } from '../verb.js';

/** `frostline retry [TRIAL]`: runs what failed again, through the owner when there is one, else by becoming it. */
export const retry: Verb = {
  name: 'retry',
  summary: 'run failed runs again, of one trial or of the whole sweep',
  define(command, act) {
    command
      .argument('[trial]', 'id, or its beginning; the whole sweep when absent')
      .option('--sweep <name>', 'name or id; the newest when absent');
    declareRunOptions(command);
    act(async ({ context, options, positional: [trial] }) => {
      const home = findHome(context.cwd, textOption(options, 'home'));
      const { changeThroughOwner } = await import('../change-through-owner.js');
      const named = typeof trial === 'string' ? trial : undefined;
      const changed = await changeThroughOwner(home, 'retry', named, options);
      if (changed === undefined) {
        const { goOn } = await import('../go-on.js');
        return goOn(context, home, options, { state: 'failed', trial: named });
      }
      context.terminal.out(`${plural(changed, 'run waits', 'runs wait')} again\n`);
      return 0;
    });
  },
};
