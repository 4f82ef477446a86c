import { trialSettings, type TrialSettings } from '@frostline/protocol';
import type { LeaderboardRow, SweepRow } from '@frostline/store';
import { describe, expect, it } from 'vitest';
import { pickSettings, splitSettings } from './common-settings.js';
import { compareReply } from './compare-reply.js';
import { labelPredictions, type LabelledPredictions } from './labelled-predictions.js';
import { leaderboardCsv } from './leaderboard-csv.js';
import { leaderboardReply } from './leaderboard-reply.js';
import { logLines } from './log-lines.js';
import { mistakesReply } from './mistakes.js';
import { statusReply, sweepWork } from './status-reply.js';

const settings = (some: Partial<TrialSettings> = {}): TrialSettings =>
  trialSettings.parse({ backbone: 'net', freeze: 'head', ...some });

describe('the settings of a sweep', () => {
  it('are told apart by whether all trials share them, in the order of the settings', () => {
    const trials = [
      settings({ seed: 1, learning_rate: 0.1 }),
      settings({ seed: 2 }),
      settings({ freeze: 'full' }),
    ];
    const { common, varying } = splitSettings(trials);
    expect(varying).toEqual(['freeze', 'learning_rate', 'seed']);
    expect(common).toMatchObject({ backbone: 'net', epochs: 10, dropout: null });
    expect(Object.keys(common).some((name) => varying.includes(name))).toBe(false);
    for (const trial of trials)
      expect({ ...common, ...pickSettings(trial, varying) }).toEqual(pickSettings(trial));
  });

  it('vary where only some trials have a value', () => {
    expect(splitSettings([settings(), settings({ dropout: 0.1 })]).varying).toEqual(['dropout']);
  });

  it('are all shared by a single trial, and by none', () => {
    expect(splitSettings([settings()]).varying).toEqual([]);
    expect(splitSettings([])).toEqual({ common: {}, varying: [] });
  });
});

/** Predictions of two classes: the id, its label, the probability of class b. */
function predictions(rows: readonly (readonly [string, 'a' | 'b', number])[]): LabelledPredictions {
  const classes = ['a', 'b'];
  const train = rows.map(([id, label]) => ({ id, label: classes.indexOf(label), path: '', sha256: '' }));
  return labelPredictions(
    { classes, train },
    {
      ids: rows.map(([id]) => id),
      classes,
      probabilities: Float32Array.from(rows.flatMap(([, , b]) => [1 - b, b])),
    },
  );
}

describe('mistakes', () => {
  it('are the wrong predictions alone, the surest first, a diverged one before all', () => {
    const table = predictions([
      ['right', 'b', 0.9],
      ['doubtful', 'b', 0.25],
      ['sure', 'b', 0],
      ['nan', 'b', NaN],
      ['alike', 'a', 0.75],
    ]);
    const { total, mistakes } = mistakesReply(table, 3);
    expect(total).toBe(4);
    expect(mistakes.map(({ image }) => image)).toEqual(['nan', 'sure', 'alike']);
    expect(mistakes[0]?.probabilities).toEqual(['NaN', 'NaN']);
    expect(mistakes[1]).toMatchObject({ label: 'b', predicted: 'a', probabilities: [1, 0] });
  });
});

describe('a comparison', () => {
  const first = predictions([
    ['x', 'a', 0.1],
    ['y', 'b', 0.9],
    ['z', 'b', 0.75],
    ['only here', 'b', 0.9],
  ]);
  const second = predictions([
    ['z', 'b', 0.25],
    ['y', 'b', 0],
    ['x', 'a', 0.25],
  ]);

  it('shows what one gets right and the other wrong, the clearest first, whatever the order of the tables', () => {
    const reply = compareReply(
      [
        { id: 'one', score: 1, settings: settings(), predictions: first, problem: null },
        { id: 'two', score: NaN, settings: settings({ seed: 3 }), predictions: second, problem: null },
      ],
      10,
    );
    expect(reply.trials).toEqual([
      { id: 'one', score: 1, imagesPredicted: 4, reportProblem: null },
      { id: 'two', score: 'NaN', imagesPredicted: 3, reportProblem: null },
    ]);
    expect(reply.settings).toEqual([{ setting: 'seed', values: [0, 3] }]);
    expect(reply.images.map(({ image }) => image)).toEqual(['y', 'z']);
    expect(reply.images[1]).toEqual({
      image: 'z',
      label: 'b',
      predictions: [
        { predicted: 'b', labelProbability: 0.75, correct: true },
        { predicted: 'a', labelProbability: 0.25, correct: false },
      ],
    });
    expect(reply.perClass[1]?.f1).toEqual([1, 0]);
  });

  it('counts more than it shows', () => {
    const trials = [first, second].map((table, index) => ({
      id: String(index),
      score: undefined,
      settings: settings(),
      predictions: table,
      problem: null,
    }));
    expect(compareReply(trials, 1)).toMatchObject({ disagreements: 2, images: [{ image: 'y' }] });
  });

  it('says on how many images each trial and all of them were judged', () => {
    const part = {
      ...second,
      ids: second.ids.slice(0, 2),
      labels: second.labels.slice(0, 2),
      predicted: second.predicted.slice(0, 2),
      probabilities: second.probabilities.slice(0, 4),
    };
    const trials = [first, part].map((predictions, index) => ({
      id: String(index),
      score: undefined,
      settings: settings(),
      predictions,
      problem: null,
    }));
    expect(compareReply(trials, 9)).toMatchObject({
      trials: [{ imagesPredicted: first.ids.length }, { imagesPredicted: 2 }],
      imagesShared: 2,
    });
  });

  it('shows no images where a trial has no predictions', () => {
    const trials = [first, undefined].map((table, index) => ({
      id: String(index),
      score: undefined,
      settings: settings(),
      predictions: table,
      problem: null,
    }));
    expect(compareReply(trials, 9)).toMatchObject({ disagreements: 0, images: [] });
    expect(compareReply(trials, 9).perClass[0]?.f1).toEqual([1, null]);
  });
});

describe('the log', () => {
  it('ends with its last whole lines', () => {
    const line = (msg: string) =>
      `{"level":40,"time":"2026-01-01T00:00:00Z","runId":"r","attempt":1,"msg":"${msg}","step":3}`;
    const text = `:{"half of a line\n${line('a')}\n${line('b')}\n${line('c')}\n{"level":30,"ti`;
    expect(logLines(text, 2)).toEqual(
      ['b', 'c'].map((message) => ({
        time: '2026-01-01T00:00:00Z',
        level: 'warn',
        message,
        fields: { step: 3 },
      })),
    );
  });
});

describe('the work of a sweep', () => {
  const owner = {
    pid: 1,
    sweep: { id: 's', name: 's' },
    goesOn: false,
    runs: {},
    workers: [
      { slot: 'cpu:0', pid: 2, runId: 'r', step: 1, totalSteps: 4 },
      { slot: 'cpu:1', pid: null, runId: null, step: null, totalSteps: null },
    ],
  };

  it('counts a running run by its steps, a paused one by its checkpoint, a failed one not at all', () => {
    const counts = { complete: 2, failed: 1, running: 1, waiting: 3, paused: 3 };
    const checkpointed = [
      // Older than what its worker says.
      { id: 'r', state: 'running' as const, step: 0, totalSteps: 4 },
      { id: 'p', state: 'paused' as const, step: 2, totalSteps: 4 },
      { id: 'w', state: 'waiting' as const, step: 1, totalSteps: 4 },
    ];
    expect(sweepWork({ counts, owner, checkpointed })).toEqual({ runs: 7.5, work: 4, progress: 0.3 });
    expect(statusReply({ counts, owner, checkpointed, held: [], failures: [] }, 12)).toMatchObject({
      live: true,
      progress: 0.3,
      etaSeconds: 12,
      devices: [
        { slot: 'cpu:0', run: null },
        { slot: 'cpu:1', run: null },
      ],
    });
  });

  it('does not fall when a run is paused, nor is it all while a run has failed', () => {
    const running = sweepWork({ counts: { complete: 1, running: 1 }, owner, checkpointed: [] });
    const checkpointed = [{ id: 'r', state: 'paused' as const, step: 1, totalSteps: 4 }];
    const paused = sweepWork({ counts: { complete: 1, paused: 1 }, owner: undefined, checkpointed });
    expect(paused.progress).toBe(running.progress);
    const failed = { counts: { complete: 13, failed: 5 }, owner: undefined, checkpointed: [] };
    expect(sweepWork(failed).progress).toBeCloseTo(13 / 18);
  });

  it('has no time left to tell while all that is left is paused', () => {
    const counts = { complete: 1, paused: 2 };
    expect(
      statusReply({ counts, owner, checkpointed: [], held: [], failures: [] }, 0.01).etaSeconds,
    ).toBeNull();
  });

  it('is nothing without runs', () => {
    const none = { counts: {}, owner: undefined, checkpointed: [], held: [], failures: [] };
    expect(statusReply(none, undefined)).toMatchObject({
      live: false,
      progress: 0,
      etaSeconds: null,
    });
  });
});

describe('the leaderboard for a spreadsheet', () => {
  it('has text in cells that would be formulas, and numbers in those of numbers', () => {
    const sweep: SweepRow = {
      id: 's',
      name: 'sample',
      file: 'sweep.yaml',
      spec: {},
      metric: 'accuracy',
      goal: 'maximize',
      folds: { kind: 'stratified', count: 2, seed: 0 },
      competition: { path: '', hash: '' },
      created: 0,
      trials: 1,
      runs: 2,
      runsComplete: 2,
    };
    const row: LeaderboardRow = {
      trialId: 'a1',
      ordinal: 0,
      settings: settings({ weights: '@evil' }),
      state: 'complete',
      runsComplete: 2,
      runs: 2,
      score: -0.5,
      values: { accuracy: -0.5 },
      foldScores: [-Infinity, undefined],
      seconds: 1.5,
      engines: [],
      devices: [],
      resumedAttempts: 0,
      numericsChanged: false,
      quarantined: 0,
      tags: ['+1', 'b'],
      note: '=1+1',
      pinned: true,
    };
    const [header = '', line = ''] = leaderboardCsv(
      leaderboardReply(sweep, [row], '/data/.frostline', false),
    ).split('\n');
    const cells = Object.fromEntries(header.split(',').map((name, index) => [name, line.split(',')[index]]));
    expect(cells).toMatchObject({
      rank: '1',
      accuracy: '-0.5',
      'fold 0': "'-Infinity",
      'fold 1': '',
      tags: "'+1; b",
      note: "'=1+1",
      weights: "'@evil",
    });
  });
});
