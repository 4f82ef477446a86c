import { InputError } from '@frostline/base';
import { withoutDigest } from '@frostline/protocol/labels';
import { formatJson } from '../format/json.js';
import { formatState } from '../format/state.js';
import { formatTable } from '../format/table.js';
import { formatScore, formatSetting } from '../format/values.js';
import { readSweep } from '../open-home.js';
import { flagOption } from '../options.js';
import type { Verb } from '../verb.js';

/** `frostline compare A B …`: the settings in which trials differ, their scores, fold by fold, and the difference. */
export const compare: Verb = {
  name: 'compare',
  summary: 'the settings in which trials differ, and their scores fold by fold',
  define(command, act) {
    command
      .argument('<trial>', 'id, or its beginning')
      .argument('<others...>', 'the trials to compare it with')
      .option('--sweep <name>', 'name or id; the newest when absent')
      .option('--json', 'print JSON');
    act(async ({ context, options, positional: [first, others] }) => {
      const { trialDetail } = await import('@frostline/store');
      const { isOwned } = await import('@frostline/store/owner-lock');
      const { varyingSettings } = await import('../format/varying-settings.js');
      const ids = [first, ...(others as string[])].map(String);
      return readSweep(context, options, ({ home, ledger, sweep }) => {
        const trials = ids.map((id) => trialDetail(ledger, sweep.id, id));
        const twice = trials.find(({ id }, index) => trials.findIndex((one) => one.id === id) < index);
        if (twice !== undefined)
          throw new InputError('bad-usage', 'a trial is compared with others', {
            place: 'compare',
            found: `${twice.id.slice(0, 8)} twice`,
            allowed: 'two or more trials',
          });
        const compared = trials.map(({ id, settings, state, values, runs }) => ({
          id,
          state,
          settings,
          score: values?.[sweep.metric],
          foldScores: runs.map((run) => run.result?.values[sweep.metric]),
        }));
        if (flagOption(options, 'json')) {
          context.terminal.out(formatJson({ metric: sweep.metric, trials: compared }));
          return 0;
        }
        const differing = varyingSettings(
          trials.map(({ settings }) => settings),
          [],
        );
        const rows: string[][] = differing.map((name) => [
          name,
          ...trials.map(({ settings }) => formatSetting(settings[name])),
        ]);
        const owned = isOwned(home);
        rows.push(['state', ...compared.map(({ state }) => formatState(state, owned))]);
        const base = compared[0];
        for (let fold = 0; fold < sweep.folds.count; fold++) {
          const scores = compared.map(({ foldScores }) => foldScores[fold]);
          rows.push([`fold ${fold}`, ...scores.map((score) => withDifference(score, scores[0]))]);
        }
        rows.push([
          `${withoutDigest(sweep.metric)} (pooled)`,
          ...compared.map(({ score }) => withDifference(score, base?.score)),
        ]);
        const columns = [{ title: '' }, ...trials.map(({ id }) => ({ title: id.slice(0, 8) }))];
        context.terminal.out(formatTable(columns, rows, context.terminal));
        return 0;
      });
    });
  },
};

/** A score, and how far it is from the first trial's. */
function withDifference(score: number | undefined, base: number | undefined): string {
  if (score === undefined || base === undefined || score === base) return formatScore(score);
  const difference = score - base;
  return `${formatScore(score)} (${difference > 0 ? '+' : ''}${formatScore(difference)})`;
}
