import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { RandomStream } from '@frostline/base';
import type { TrialEvent, TrialSettings } from '@frostline/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  finish,
  jobOf,
  only,
  randomWeights,
  smallCompetition,
  smallSettings,
  type SmallCompetition,
} from './testing/small-competition.js';

/** How many points; `npm run test:faults` asks for 50 and more. */
const kills = Number(process.env['FROSTLINE_KILLS'] ?? 2);
const train = fileURLToPath(new URL('../faults/train.mjs', import.meta.url));

// 21 images in batches of four, two of them to a step: two steps an epoch, four calls of the compiled step.
const callsPerEpoch = 4;
const shared: Partial<TrialSettings> = {
  freeze: 'gradual:1',
  views: 2,
  batch_size: 4,
  accumulate: 2,
  learning_rate: 0.001,
  ema_decay: 0.8,
  pad_crop: 2,
  epochs: 3,
};
/** Every optimizer, and of the other settings each value somewhere. */
const runs: readonly Partial<TrialSettings>[] = [
  { optimizer: 'adamw', sampler: 'weighted', class_weights: 'sqrt', select: 'best' },
  { optimizer: 'sgd', nesterov: true, schedule: 'one_cycle', clip_norm: 1 },
  { optimizer: 'adam', freeze: 'lp-ft:1', schedule: 'step', sampler: 'balanced' },
  { optimizer: 'rmsprop', loss: 'focal', dropout: 0.3, patience: 2 },
  { optimizer: 'lion', learning_rate: 0.0001, loss: 'soft_f1', schedule: 'constant' },
  { optimizer: 'lamb', weight_decay: 0.01, loss: 'bce', class_weights: 'balanced' },
];

/** Where a run dies: before a call of its step, or at a checkpoint. */
type Point = readonly [where: 'call' | 'content' | 'rename' | 'renamed', number: number];

/** The points that matter first, then random ones; strategies thaw at an epoch's end. */
function pointsOf(count: number): Point[] {
  const named: Point[] = [
    ['call', callsPerEpoch + 1],
    ['content', 2],
    ['call', 1],
    ['call', 2],
    ['call', callsPerEpoch - 1],
    ['call', callsPerEpoch],
    ['call', callsPerEpoch + 2],
    ['call', callsPerEpoch + 3],
    ['rename', 1],
    ['rename', 2],
    ['renamed', 1],
    ['renamed', 2],
    ['content', 1],
    ['call', 2 * callsPerEpoch + 1],
    ['call', 3 * callsPerEpoch],
  ];
  const random = new RandomStream(0, 'kills');
  return Array.from(
    { length: count },
    (_, i): Point => named[i] ?? ['call', 1 + random.nextBelow(3 * callsPerEpoch)],
  );
}

let competition: SmallCompetition;
let weights: string;
beforeAll(async () => {
  competition = await smallCompetition();
  weights = randomWeights(competition.folder, 'squeezenet1_1');
});

/** A folder with a run that has not begun. */
function prepared(some: Partial<TrialSettings>): string {
  const parent = path.join(competition.folder, 'killed');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(path.join(parent, 'run-'));
  const settings = smallSettings({ weights, ...shared, ...some });
  const { train: trained, test, ...job } = jobOf(competition, settings, 'killed');
  writeFileSync(
    path.join(folder, 'job.json'),
    JSON.stringify({
      ...job,
      train: { ids: trained.ids, labels: [...trained.labels], folds: [...trained.folds] },
      test: { ids: test.ids },
      samples: competition.samples,
      size: settings.image_size,
      cache: competition.folder,
    }),
  );
  return folder;
}

function run(folder: string, point: readonly (string | number)[] = []) {
  const { signal, status, stdout, stderr } = spawnSync(
    process.execPath,
    [train, folder, ...point.map(String)],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0 && signal === null) throw new Error(stderr);
  const lines = stdout.split('\n').filter((line) => line.endsWith('}'));
  return { signal, events: lines.map((line) => JSON.parse(line) as TrialEvent) };
}

/** What must be equal to the bit: parameters, moments, buffers and averages by digest, every row, the tables. */
function outcome(events: readonly TrialEvent[]) {
  const { outOfFold, test, step, epoch, values, weightsSha256 } = finish(events);
  return {
    result: { step, epoch, values, weightsSha256 },
    tables: [outOfFold, test].map((file) => readFileSync(file, 'utf8')),
    checkpoint: only(events, 'checkpoint').at(-1)?.sha256,
    rows: only(events, 'metrics').map((row) => ({ ...row, values: { ...row.values, seconds: 0 } })),
  };
}

const undisturbed = new Map<number, ReturnType<typeof outcome>>();
function wholeRun(index: number): ReturnType<typeof outcome> {
  const known = undisturbed.get(index) ?? outcome(run(prepared(runs[index] ?? {})).events);
  undisturbed.set(index, known);
  return known;
}

// Red when a resumed run begins with zero moments, averages or another epoch's order, when a checkpoint is written in
// place, and when a checkpoint in the middle of an epoch forgets the sum of its losses.
describe('kill −9 at a seeded point', () => {
  it.each(pointsOf(kills).map((point, i) => [point.join(' '), i % runs.length, point] as const))(
    '%s of run %i: what the next attempt ends with is the same, to the bit',
    { timeout: 300_000 },
    (_, index, point) => {
      const expected = wholeRun(index);
      const folder = prepared(runs[index] ?? {});
      expect(run(folder, point).signal).toBe('SIGKILL');
      const { events } = run(folder);
      const { rows, ...found } = outcome(events);
      const { rows: all, ...rest } = expected;
      expect(found).toEqual(rest);
      const from = only(events, 'started')[0]?.resumedFromStep ?? NaN;
      expect(rows).toEqual(all.filter(({ step }) => step > from));
    },
  );
});
