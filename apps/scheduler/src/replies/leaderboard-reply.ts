import type { LeaderboardReply, LeaderboardTrial } from '@frostline/protocol';
import type { LeaderboardRow, SweepRow } from '@frostline/store';
import { rankRows, type LeaderboardEntry } from '../submission/rank-rows.js';
import { numberRecord, optionalNumber } from './api-numbers.js';
import { pickSettings, splitSettings } from './common-settings.js';
import { sweepSummary } from './sweep-summary.js';

/** The leaderboard as the page reads it: best first, settings that all trials share said once. */
export function leaderboardReply(
  sweep: SweepRow,
  rows: readonly LeaderboardRow[],
  live: boolean,
): LeaderboardReply {
  const { common, varying } = splitSettings(rows.map(({ settings }) => settings));
  const trials = rankRows(rows, sweep.goal).map((entry) => trialLine(entry, varying));
  return { sweep: sweepSummary(sweep, live), common, varying: [...varying], trials };
}

function trialLine(entry: LeaderboardEntry, varying: readonly string[]): LeaderboardTrial {
  const { trialId, ordinal, rank, state, runs, runsComplete, seconds, engines, devices } = entry;
  const { resumedAttempts, numericsChanged, quarantined, tags, note, pinned } = entry;
  return {
    id: trialId,
    ordinal,
    rank,
    state,
    score: optionalNumber(entry.score),
    values: entry.values === undefined ? null : numberRecord(entry.values),
    foldScores: entry.foldScores.map(optionalNumber),
    foldMean: optionalNumber(entry.foldMean),
    foldSd: optionalNumber(entry.foldSd),
    runs,
    runsComplete,
    seconds,
    settings: pickSettings(entry.settings, varying),
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
