import { InputError } from '@frostline/base';
import { findHome } from '../home.js';
import { textOption } from '../options.js';
import { patienceOf } from '../patience.js';
import type { Verb } from '../verb.js';

/** `frostline prioritize TRIAL N`: begins a trial's waiting runs before those of a lower priority; what runs goes on. */
export const prioritize: Verb = {
  name: 'prioritize',
  summary: "begin a trial's waiting runs before, or after, those of other trials",
  define(command, act) {
    command
      .argument('<trial>', 'id, or its beginning')
      .argument('<priority>', 'whole number; higher is begun first, 0 is what every trial begins with')
      .option('--sweep <name>', 'name or id; the newest when absent');
    act(async ({ context, options, positional: [trial, text] }) => {
      const { prioritizeRequest } = await import('@frostline/protocol');
      const priority = prioritizeRequest.shape.priority.safeParse(Number(text));
      if (!priority.success)
        throw new InputError('bad-option', 'not a priority', {
          place: '<priority>',
          found: String(text),
          allowed: '-1000..1000',
        });
      const home = findHome(context.cwd, textOption(options, 'home'));
      const { changeSweep } = await import('../../api/change-sweep.js');
      const sweep = textOption(options, 'sweep');
      const request = { sweep, trial: String(trial), priority: priority.data };
      const { changed } = await changeSweep(home, 'prioritize', request, patienceOf(context));
      context.terminal.out(`${changed} waiting runs have priority ${priority.data}\n`);
      return 0;
    });
  },
};
