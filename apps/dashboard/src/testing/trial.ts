import type { LeaderboardTrial } from '@frostline/protocol';

/** A complete trial of the leaderboard, for tests; what they care for is given. */
export function trial(of: Partial<LeaderboardTrial> & { readonly id: string }): LeaderboardTrial {
  return {
    ordinal: 0,
    rank: 1,
    state: 'complete',
    score: 0.5,
    values: null,
    foldScores: [],
    foldMean: null,
    foldSd: null,
    runs: 3,
    runsComplete: 3,
    seconds: 10,
    settings: {},
    engines: [],
    devices: [],
    resumedAttempts: 0,
    numericsChanged: false,
    quarantined: 0,
    tags: [],
    note: '',
    pinned: false,
    ...of,
  };
}
