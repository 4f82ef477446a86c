import { openEngine, type HostRecord } from '@frostline/engine';
import type { TrialSettings } from '@frostline/protocol';
import { describe, expect, it } from 'vitest';
import { crossEntropy } from './losses/cross-entropy.js';
import { openSource } from './sources/open-source.js';
import { StepCache } from './step-cache.js';
import {
  jobOf,
  only,
  randomWeights,
  runFit,
  smallCompetition,
  smallSettings,
  toolsFor,
} from './testing/small-competition.js';
import { TrainingSession } from './training-session.js';
import { trialModel } from './trial-model.js';

const rows = Uint32Array.from([20, 11, 29, 9, 14, 25]);
/** Not in order: each image's noise must follow it into its micro-batch. */
const draws = Uint32Array.from([3, 0, 5, 1, 4, 2]);

const competition = await smallCompetition();
const tools = await toolsFor(competition.folder);

interface Trained {
  readonly loss: number;
  readonly state: HostRecord;
}

/** Two optimizer steps on one batch of six. */
async function twoSteps(settings: TrialSettings, parts: number, cache: StepCache): Promise<Trained> {
  const model = (await trialModel(settings, 3, undefined)).phaseAt(0);
  const job = { ...jobOf(competition, settings, 'two steps'), parts };
  const source = await openSource({ model, job, tools: { ...tools, cache } });
  const session = await TrainingSession.open(cache, {
    model,
    source,
    settings,
    loss: crossEntropy,
    classWeights: new Float32Array(3).fill(1),
    batchSize: rows.length,
    parts,
    stepsPerEpoch: 1,
    classes: 3,
    alive: () => undefined,
  });
  const labels = Int32Array.from(rows, (row) => competition.labels[row] ?? 0);
  const noise = { seed: 1, epoch: 0, draws };
  const rate = settings.learning_rate;
  await session.train({ rows, labels }, { noise, rate, step: 1 });
  const loss = await session.train({ rows, labels }, { noise, rate, step: 2 });
  const state = await session.snapshot();
  session.dispose();
  source.close();
  return { loss, state };
}

/** The largest difference of two states' entries, as a share of the entry's largest value. */
function difference(a: HostRecord, b: HostRecord): number {
  expect(Object.keys(a)).toEqual(Object.keys(b));
  const shares = Object.entries(a).map(([key, { data }]) => {
    const other = b[key]?.data ?? [];
    let largest = 1e-12;
    let furthest = 0;
    data.forEach((value, i) => {
      largest = Math.max(largest, Math.abs(value));
      furthest = Math.max(furthest, Math.abs(value - (other[i] ?? NaN)));
    });
    return furthest / largest;
  });
  return Math.max(...shares);
}

describe('an optimizer step in parts', () => {
  // squeezenet has dropout, shufflenet has BatchNorm. AdamW divides by a gradient's size, which magnifies rounding.
  it.each([
    { backbone: 'squeezenet1_1', engine: 'onnxruntime', optimizer: 'sgd', parts: 2, within: 1e-5 },
    { backbone: 'squeezenet1_1', engine: 'onnxruntime', optimizer: 'adamw', parts: 6, within: 1e-3 },
    { backbone: 'squeezenet1_1', engine: 'wasm', optimizer: 'sgd', parts: 3, within: 1e-5 },
    { backbone: 'squeezenet1_1', engine: 'wasm', optimizer: 'adamw', parts: 2, within: 1e-3 },
    { backbone: 'shufflenet_v2_x0_5', engine: 'onnxruntime', optimizer: 'sgd', parts: 3, within: 1e-5 },
  ] as const)(
    'equals the undivided one: $backbone, $engine, $optimizer, $parts parts',
    { timeout: 120_000 },
    async ({ backbone, engine, optimizer, parts, within }) => {
      const settings = smallSettings({
        backbone,
        weights: randomWeights(competition.folder, backbone),
        freeze: 'full',
        bn: 'eval',
        optimizer,
        learning_rate: optimizer === 'sgd' ? 0.001 : 0.0001,
        flip: true,
      });
      const cache = new StepCache(await openEngine({ name: engine }));
      const whole = await twoSteps(settings, 1, cache);
      const divided = await twoSteps(settings, parts, cache);
      expect(divided.loss).toBeCloseTo(whole.loss, 5);
      expect(difference(whole.state, divided.state)).toBeLessThan(within);
    },
  );
});

describe('a run in parts', () => {
  const settings = smallSettings({ epochs: 3 });

  it('says so, and resumes with the same bits', async () => {
    const job = { ...jobOf(competition, settings, 'divided'), parts: 2 };
    const events = await runFit(job, tools);
    const [started] = only(events, 'started');
    const engineClass = tools.cache.engine.numericsClass;
    expect(started).toMatchObject({
      parts: 2,
      numericsChanged: true,
      numericsClass: `${engineClass}/parts=2`,
      totalSteps: 6,
    });

    const interrupted = { ...jobOf(competition, settings, 'divided, interrupted'), parts: 2 };
    await runFit(interrupted, tools, 3);
    const resumed = await runFit(interrupted, tools);
    expect(only(resumed, 'started')).toMatchObject([{ resumedFromStep: 3 }]);
    expect(only(resumed, 'finished')[0]?.weightsSha256).toBe(only(events, 'finished')[0]?.weightsSha256);
  });

  it('goes on from the checkpoint of an undivided attempt, and the other way round', async () => {
    const job = jobOf(competition, settings, 'divided later');
    await runFit(job, tools, 2);
    expect(only(await runFit({ ...job, parts: 8 }, tools, 4), 'started')).toMatchObject([
      { resumedFromStep: 2, parts: 8, numericsChanged: true },
    ]);
    expect(only(await runFit(job, tools), 'started')).toMatchObject([
      { resumedFromStep: 4, parts: 1, numericsChanged: true },
    ]);
  });

  it('divides what the frozen prefix computes too', async () => {
    const weights = randomWeights(competition.folder, 'squeezenet1_1');
    const head = smallSettings({ weights, freeze: 'head', epochs: 1 });
    const shapes: (readonly number[])[] = [];
    class WatchingCache extends StepCache {
      override compiled(identity: unknown, program: Parameters<StepCache['compiled']>[1]) {
        shapes.push(program().batch['x']?.shape ?? []);
        return super.compiled(identity, program);
      }
    }
    const watched = { ...tools, cache: new WatchingCache(tools.cache.engine) };
    await runFit({ ...jobOf(competition, head, 'prefix in parts'), parts: 4 }, watched);
    expect(new Set(shapes.map(([rows]) => rows))).toEqual(new Set([8, 2]));
  });
});
