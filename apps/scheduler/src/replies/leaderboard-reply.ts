import type { LeaderboardReply, LeaderboardTrial } from '@frostline/protocol';
import type { LeaderboardRow, SweepRow } from '@frostline/store';
import { placeRows, type PlacedRow } from '../submission/rank-rows.js';
import { numberRecord, optionalNumber } from './api-numbers.js';
import { pickSettings, splitSettings } from './common-settings.js';
import { sweepSummary } from './sweep-summary.js';

/** The leaderboard as the page reads it: best first, settings that all trials share said once. */
export function leaderboardReply(
  sweep: SweepRow,
  rows: readonly LeaderboardRow[],
  home: string,
  live: boolean,
): LeaderboardReply {
  const { common, varying } = splitSettings(rows.map(({ settings }) => settings));
  const trials = placeRows(rows, sweep.goal).map((placed) => trialLine(placed, varying));
  return { sweep: sweepSummary(sweep, home, live), common, varying: [...varying], trials };
}

function trialLine({ row, place }: PlacedRow, varying: readonly string[]): LeaderboardTrial {
  const { trialId, ordinal, state, runs, runsComplete, seconds, engines, devices } = row;
  const { resumedAttempts, numericsChanged, quarantined, tags, note, pinned } = row;
  return {
    id: trialId,
    ordinal,
    rank: place.rank,
    state,
    score: optionalNumber(row.score),
    values: row.values === undefined ? null : numberRecord(row.values),
    foldScores: row.foldScores.map(optionalNumber),
    foldMean: optionalNumber(place.foldMean),
    foldSd: optionalNumber(place.foldSd),
    runs,
    runsComplete,
    seconds,
    settings: pickSettings(row.settings, varying),
    engines: [...engines],
    devices: [...devices],
    resumedAttempts,
    numericsChanged,
    quarantined,
    tags,
    note,
    pinned,
  };
}
