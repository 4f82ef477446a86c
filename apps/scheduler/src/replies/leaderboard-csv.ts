import { safeCsv } from '@frostline/data';
import type { LeaderboardReply } from '@frostline/protocol';

/** The leaderboard for a spreadsheet: one row per trial, settings that all share in columns too, no formulas. */
export function leaderboardCsv({ sweep, common, varying, trials }: LeaderboardReply): string {
  const shared = Object.keys(common);
  const metrics = [...new Set(trials.flatMap(({ values }) => Object.keys(values ?? {})))];
  const folds = Math.max(0, ...trials.map(({ foldScores }) => foldScores.length));
  const foldNumbers = Array.from({ length: folds }, (_, fold) => fold);
  const header = [
    'rank',
    'trial',
    'state',
    ...varying,
    `score (${sweep.metric})`,
    ...metrics,
    ...foldNumbers.map((fold) => `fold ${fold}`),
    'fold mean',
    'fold sd',
    'runs complete',
    'runs',
    'seconds',
    'pinned',
    'tags',
    'note',
    ...shared,
  ];
  const rows = trials.map((trial) => [
    trial.rank,
    trial.id,
    trial.state,
    ...varying.map((name) => trial.settings[name]),
    trial.score,
    ...metrics.map((name) => trial.values?.[name]),
    ...foldNumbers.map((fold) => trial.foldScores[fold]),
    trial.foldMean,
    trial.foldSd,
    trial.runsComplete,
    trial.runs,
    trial.seconds,
    trial.pinned,
    trial.tags.join('; '),
    trial.note,
    ...shared.map((name) => common[name]),
  ]);
  return safeCsv([header, ...rows]);
}
