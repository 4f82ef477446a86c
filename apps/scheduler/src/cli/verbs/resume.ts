import { findHome } from '../home.js';
import { textOption } from '../options.js';
import { declareRunOptions } from '../run-options.js';
import type { Verb } from '../verb.js';

/** `frostline resume`: goes on with a sweep, repeating no finished run. */
export const resume: Verb = {
  name: 'resume',
  summary: 'go on with a sweep, repeating no finished run',
  define(command, act) {
    command.option('--sweep <name>', 'name or id; the newest when absent');
    declareRunOptions(command);
    act(async ({ context, options }) => {
      const { goOn } = await import('../go-on.js');
      return goOn(context, findHome(context.cwd, textOption(options, 'home')), options, undefined);
    });
  },
};
