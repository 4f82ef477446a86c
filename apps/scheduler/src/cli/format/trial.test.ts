import { trialSettings } from '@frostline/protocol';
import type { TrialDetail } from '@frostline/store';
import { expect, it } from 'vitest';
import { recordingTerminal } from '../../testing/recording-terminal.js';
import { formatTrial } from './trial.js';

const attempt = {
  attempt: 1,
  worker: 'cpu:0',
  device: 'cpu:0',
  artifacts: 'runs/r/attempt-1',
  claimed: 0,
  ended: 1,
  outcome: 'failed' as const,
  engine: 'fake',
  numericsClass: 'fake',
  resumedFromStep: 0,
  totalSteps: 4,
  stepsPerEpoch: 2,
  numericsChanged: false,
  parts: 1,
  failure: 'bad-data' as const,
  code: 'bad-image',
  message: 'image 7 is empty\nfound 0 bytes\n\nallowed: PNG, JPEG',
  exitCode: null,
  signal: null,
};

const trial: TrialDetail = {
  id: 'abcdef012345',
  ordinal: 0,
  priority: 0,
  settings: trialSettings.parse({ backbone: 'net', freeze: 'head' }),
  state: 'failed',
  values: undefined,
  runs: [
    {
      id: 'r',
      fold: 2,
      state: 'complete',
      attempts: 2,
      failures: {},
      result: {
        step: 4,
        epoch: 1,
        values: { accuracy: 0.5 },
        weightsSha256: 'a'.repeat(64),
        outOfFold: 'oof.csv',
        test: 'test.csv',
        seconds: 1,
      },
      history: [attempt, { ...attempt, attempt: 2, message: null }],
    },
  ],
  quarantined: [],
  tags: [],
  note: '',
  pinned: false,
};

const out = { terminal: recordingTerminal(), owned: false };
const lines = (text: string): string[] => text.split('\n');

it('shows the whole reason of a failure, its further lines indented', () => {
  const text = lines(formatTrial(trial, [], out));
  const at = text.indexOf('failures');
  expect(text.slice(at, at + 7)).toEqual([
    'failures',
    'fold 2, attempt 1: bad-data: image 7 is empty',
    '    found 0 bytes',
    '',
    '    allowed: PNG, JPEG',
    'fold 2, attempt 2: bad-data: bad-image',
    '',
  ]);
});

it('says nothing of failures where there are none', () => {
  const [run] = trial.runs;
  const runs = run === undefined ? [] : [{ ...run, history: [{ ...attempt, failure: null }] }];
  expect(formatTrial({ ...trial, runs }, [], out)).not.toContain('failures');
});

it('counts epochs from 1, as the leaderboard does', () => {
  const points = [0, 1].map((epoch) => ({
    step: 2 * epoch + 2,
    epoch,
    name: 'loss',
    value: 0.5,
    attempt: 1,
  }));
  const text = lines(formatTrial(trial, [{ fold: 2, points }], out));
  const below = (title: string): string[] => text.slice(text.indexOf(title) + 1);
  const epochs = (rows: string[]): (string | undefined)[] => rows.map((row) => row.split('\t')[1]);
  expect(epochs(below('results').slice(0, 2))).toEqual(['epoch', '2']);
  expect(epochs(below('metrics by epoch').slice(0, 3))).toEqual(['epoch', '1', '2']);
});

it('says of what an owner left behind that it has none', () => {
  const [run] = trial.runs;
  const runs = run === undefined ? [] : [{ ...run, history: [{ ...attempt, outcome: null, failure: null }] }];
  const left = { ...trial, state: 'running' as const, runs };
  expect(formatTrial(left, [], out)).toMatch(/: no owner\n[^]*\t1\tno owner\t/);
  expect(formatTrial(left, [], { ...out, owned: true })).toMatch(/: running\n[^]*\t1\trunning\t/);
});
