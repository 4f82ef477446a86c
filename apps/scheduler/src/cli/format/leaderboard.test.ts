import { trialSettings } from '@frostline/protocol';
import type { LeaderboardRow } from '@frostline/store';
import { expect, it } from 'vitest';
import type { PlacedRow } from '../../submission/rank-rows.js';
import { recordingTerminal } from '../../testing/recording-terminal.js';
import { formatLeaderboard, formatUnfinished } from './leaderboard.js';

const entry = (settings: object): LeaderboardRow => ({
  trialId: 'abcdef012345',
  ordinal: 0,
  settings: trialSettings.parse({ backbone: 'net', views: 3, ...settings }),
  state: 'complete',
  runsComplete: 1,
  runs: 1,
  score: 0.5,
  values: undefined,
  foldScores: [0.5],
  seconds: 1,
  engines: [],
  devices: [],
  resumedAttempts: 0,
  numericsChanged: false,
  quarantined: 1,
  tags: [],
  note: '',
  pinned: false,
});

const placed = (row: LeaderboardRow): PlacedRow => ({ row, place: { rank: 1, foldMean: 0.5, foldSd: null } });

it('shows views where they have an effect, and quarantined images in the singular', () => {
  const entries = [
    { freeze: 'head' },
    { freeze: 'until:0' },
    { freeze: 'full' },
    { freeze: 'head', flip: false },
    { freeze: 'head', views: 64, epochs: 5 },
  ];
  const [head = '', ...rows] = formatLeaderboard({ metric: 'accuracy' }, entries.map(entry).map(placed), {
    terminal: recordingTerminal(),
    owned: true,
  })
    .trimEnd()
    .split('\n');
  const column = head.split('\t').indexOf('views');
  expect(rows.map((row) => row.split('\t')[column])).toEqual(['3', '3', '-', '-', '5']);
  expect(rows[0]).toContain('1 image quarantined');
});

it('says of runs that an owner left behind that they have none', () => {
  const left = { ...entry({ freeze: 'head' }), state: 'running' as const, runsComplete: 1, runs: 3 };
  const terminal = recordingTerminal();
  const board = (owned: boolean) =>
    formatLeaderboard({ metric: 'accuracy' }, [placed(left)], { terminal, owned });
  expect(board(true)).toContain('\trunning 1/3\t');
  expect(board(false)).toContain('\tno owner 1/3\t');
});

it('says how to go on where trials are unfinished and no owner lives', () => {
  const paused = { ...entry({ freeze: 'full' }), state: 'paused' as const };
  expect(formatUnfinished([entry({ freeze: 'full' }), paused], false)).toContain(
    '1 trial is unfinished: `frostline resume`',
  );
  expect(formatUnfinished([entry({ freeze: 'full' }), paused], true)).toBe('');
  expect(formatUnfinished([entry({ freeze: 'full' })], false)).toBe('');
});
