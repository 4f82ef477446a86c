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
      const { rankRows } = await import('../../submission/rank-rows.js');
      const { terminal } = context;
      return readSweep(context, options, ({ home, ledger, sweep }) => {
        const entries = rankRows(store.leaderboard(ledger, sweep.id), sweep.goal);
        const { id, name, metric, goal } = sweep;
        if (flagOption(options, 'json'))
          terminal.out(formatJson({ sweep: { id, name, metric, goal }, trials: entries }));
        else {
          const owned = isOwned(home);
          terminal.out(formatLeaderboard(sweep, entries, { terminal, owned }));
          terminal.err(formatUnfinished(entries, owned));
        }
        return 0;
      });
    });
  },
};
