import { formatJson } from '../format/json.js';
import { readSweep } from '../open-home.js';
import { flagOption } from '../options.js';
import type { Verb } from '../verb.js';

/** `frostline leaderboard`: the trials of a sweep, best first. Works while the sweep runs. */
export const leaderboard: Verb = {
  name: 'leaderboard',
  summary: 'the trials of a sweep, best first',
  define(command, act) {
    command.option('--sweep <name>', 'name or id; the newest when absent').option('--json', 'print JSON');
    act(async ({ context, options }) => {
      const store = await import('@frostline/store');
      const { isOwned } = await import('@frostline/store/owner-lock');
      const { formatLeaderboard, formatUnfinished } = await import('../format/leaderboard.js');
      const { placeRows, rankRows } = await import('../../submission/rank-rows.js');
      const { terminal } = context;
      return readSweep(context, options, ({ home, ledger, sweep }) => {
        const rows = store.leaderboard(ledger, sweep.id);
        const { id, name, metric, goal } = sweep;
        if (flagOption(options, 'json'))
          terminal.out(formatJson({ sweep: { id, name, metric, goal }, trials: rankRows(rows, goal) }));
        else {
          const owned = isOwned(home);
          terminal.out(formatLeaderboard(sweep, placeRows(rows, goal), { terminal, owned }));
          terminal.err(formatUnfinished(rows, owned));
        }
        return 0;
      });
    });
  },
};
