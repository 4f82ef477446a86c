import { formatJson } from '../format/json.js';
import { readSweep } from '../open-home.js';
import { countOption, flagOption } from '../options.js';
import type { Verb } from '../verb.js';

/** `frostline leaderboard`: the trials of a sweep, best first. Works while the sweep runs. */
export const leaderboard: Verb = {
  name: 'leaderboard',
  summary: 'the trials of a sweep, best first',
  define(command, act) {
    command
      .option('--sweep <name>', 'name or id; the newest when absent')
      .option('--top <n>', 'only the first n; all when absent')
      .option('--json', 'print JSON');
    act(async ({ context, options }) => {
      const store = await import('@frostline/store');
      const { isOwned } = await import('@frostline/store/owner-lock');
      const { formatLeaderboard, formatUnfinished } = await import('../format/leaderboard.js');
      const { placeRows, rankRows } = await import('../../submission/rank-rows.js');
      const { terminal } = context;
      const top = countOption(options, 'top', 1, 1_000_000);
      return readSweep(context, options, ({ home, ledger, sweep }) => {
        const rows = store.leaderboard(ledger, sweep.id);
        const { id, name, metric, goal } = sweep;
        if (flagOption(options, 'json'))
          terminal.out(
            formatJson({ sweep: { id, name, metric, goal }, trials: rankRows(rows, goal).slice(0, top) }),
          );
        else {
          const owned = isOwned(home);
          terminal.out(formatLeaderboard(sweep, placeRows(rows, goal), { terminal, owned, top }));
          terminal.err(formatUnfinished(rows, owned));
        }
        return 0;
      });
    });
  },
};
