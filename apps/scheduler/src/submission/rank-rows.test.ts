import { trialSettings } from '@frostline/protocol';
import type { LeaderboardRow } from '@frostline/store';
import { expect, it } from 'vitest';
import { rankRows } from './rank-rows.js';

it('ties go by place in the sweep, however long each trial took', () => {
  const row = (trialId: string, ordinal: number, seconds: number): LeaderboardRow => ({
    trialId,
    ordinal,
    seconds,
    settings: trialSettings.parse({ backbone: 'squeezenet1_1', freeze: 'head' }),
    state: 'complete',
    runsComplete: 1,
    runs: 1,
    score: 0.5,
    values: { accuracy: 0.5 },
    foldScores: [0.5],
    engines: [],
    devices: [],
    resumedAttempts: 0,
    numericsChanged: false,
    quarantined: 0,
    tags: [],
    note: '',
    pinned: false,
  });
  const ranked = rankRows([row('a', 2, 1), row('c', 0, 3), row('b', 1, 2)], 'maximize');
  expect(ranked.map(({ trialId, rank }) => [trialId, rank])).toEqual([
    ['c', 1],
    ['b', 2],
    ['a', 3],
  ]);
});
