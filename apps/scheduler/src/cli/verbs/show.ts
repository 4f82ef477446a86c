import { formatJson } from '../format/json.js';
import { readSweep } from '../open-home.js';
import { flagOption } from '../options.js';
import type { Verb } from '../verb.js';

/** `frostline show TRIAL`: everything that the ledger knows about one trial. */
export const show: Verb = {
  name: 'show',
  summary: 'everything about one trial: settings, attempts, metrics, files',
  define(command, act) {
    command
      .argument('<trial>', 'id, or its beginning')
      .option('--sweep <name>', 'name or id; the newest when absent')
      .option('--json', 'print JSON');
    act(async ({ context, options, positional: [prefix] }) => {
      const { curve, trialDetail } = await import('@frostline/store');
      const { isOwned } = await import('@frostline/store/owner-lock');
      const { formatTrial } = await import('../format/trial.js');
      return readSweep(context, options, ({ home, ledger, sweep }) => {
        const trial = trialDetail(ledger, sweep.id, String(prefix));
        const curves = trial.runs.map(({ id, fold }) => ({ fold, points: curve(ledger, id) }));
        if (flagOption(options, 'json')) context.terminal.out(formatJson({ home, ...trial, curves }));
        else
          context.terminal.out(
            formatTrial(trial, curves, { terminal: context.terminal, owned: isOwned(home) }),
          );
        return 0;
      });
    });
  },
};
