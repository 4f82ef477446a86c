import { findHome } from '../home.js';
import { textOption } from '../options.js';
import { declareRunOptions } from '../run-options.js';
import type { Verb } from '../verb.js';

/** `frostline resume [TRIAL]`: goes on with what is paused, through the owner when there is one, else by becoming it. */
export const resume: Verb = {
  name: 'resume',
  summary: 'go on with a trial or the whole sweep, repeating no finished run',
  define(command, act) {
    command
      .argument('[trial]', 'id, or its beginning; the whole sweep when absent')
      .option('--sweep <name>', 'name or id; the newest when absent');
    declareRunOptions(command);
    act(async ({ context, options, positional: [trial] }) => {
      const home = findHome(context.cwd, textOption(options, 'home'));
      const { changeThroughOwner } = await import('../change-through-owner.js');
      const named = typeof trial === 'string' ? trial : undefined;
      const changed = await changeThroughOwner(home, 'resume', named, options);
      if (changed === undefined) {
        const { goOn } = await import('../go-on.js');
        return goOn(context, home, options, { state: 'paused', trial: named });
      }
      context.terminal.out(`${changed} runs go on\n`);
      return 0;
    });
  },
};
