import { readFileSync } from 'node:fs';
import { openEngine, type HostRecord, type HostTensor } from '@frostline/engine';
import { factsOf, freezeSchedule } from '@frostline/model';
import { trialSettings, type TrialSettings } from '@frostline/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import { crossEntropy } from './losses/cross-entropy.js';
import type { PhaseModel } from './phase-model.js';
import { phaseModels } from './phase-models.js';
import { PhaseWalk } from './phase-walk.js';
import { featureInput } from './programs/model-input.js';
import { prefixProgram } from './programs/prefix-program.js';
import { entry } from './programs/records.js';
import type { BatchSource } from './sources/batch-source.js';
import { StepCache } from './step-cache.js';
import { SmallNet } from './testing/small-net.js';
import { phasesByEpoch } from './trial-model.js';

interface Summary {
  readonly norm: number;
  readonly sum: number;
  readonly head: readonly number[];
}

interface Golden {
  readonly stepsPerEpoch: number;
  readonly batch: number;
  readonly size: number;
  readonly classes: number;
  readonly runs: {
    readonly settings: Partial<TrialSettings>;
    readonly losses: readonly number[];
    readonly state: Readonly<Record<string, Summary>>;
  }[];
}

const golden = JSON.parse(
  readFileSync(new URL('../golden/freezing.json', import.meta.url), 'utf8'),
) as Golden;
const { stepsPerEpoch, batch, size, classes } = golden;

/** Numbers in [-1, 1) that look drawn, as the program that made the golden has them. */
const numbers = (count: number, phase: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => {
    const wild = 43758.5453 * Math.sin(12.9898 * i + phase);
    return 2 * (wild - Math.floor(wild)) - 1;
  });

function initialState(): HostRecord {
  const state = Object.entries(new SmallNet().stateDict());
  const filled = state.map(([key, tensor], phase): [string, HostTensor] => {
    if (key.endsWith('num_batches_tracked')) return [key, tensor];
    const isScale = key.endsWith('running_var') || (tensor.shape.length === 1 && key.endsWith('weight'));
    const values = numbers(tensor.data.length, phase).map((value) => 0.4 * value + (isScale ? 1 : 0));
    return [key, { ...tensor, data: Float32Array.from(values) }];
  });
  return Object.fromEntries(filled);
}

/** Batches by the number of the step, which is all that `rows` tells: features where a prefix is frozen. */
async function sourceOf(model: PhaseModel, cache: StepCache): Promise<BatchSource> {
  const pixels = featureInput([3, size, size]);
  const images = (step: number): HostTensor => ({
    ...pixels.spec(batch),
    data: Float32Array.from(numbers(batch * 3 * size * size, 100 + step)),
  });
  const at = (rows: Uint32Array) => images(Math.floor((rows[0] ?? 0) / batch));
  const close = (): void => undefined;
  if (model.freeze.frozenStages === 0) {
    const read = (rows: Uint32Array) => Promise.resolve(at(rows));
    return { input: pixels, train: read, clean: (_, rows) => read(rows), close };
  }
  const step = await cache.compiled({ prefix: model.identity }, () =>
    prefixProgram(model, { input: pixels, batchSize: batch }),
  );
  const read = async (rows: Uint32Array): Promise<HostTensor> => {
    const state = cache.engine.createState({});
    const noise = { seed: 0, epoch: 0, draws: rows };
    const { features } = await step.run(state, { batch: { x: at(rows) }, scalars: {}, noise });
    state.dispose();
    return features as HostTensor;
  };
  const { shape } = await read(new Uint32Array(batch));
  return { input: featureInput(shape.slice(1)), train: read, clean: (_, rows) => read(rows), close };
}

async function trained(settings: TrialSettings, cache: StepCache) {
  const facts = factsOf('small', new SmallNet(), size);
  const initial = initialState();
  const net = {
    identity: { backbone: 'small' },
    facts,
    create: () => new SmallNet(),
    initial,
    normalization: { mean: [0, 0, 0], std: [1, 1, 1] } as const,
  };
  const schedule = freezeSchedule(settings.freeze, facts, settings);
  const walk = await PhaseWalk.open({
    model: { phaseAt: phasesByEpoch(phaseModels(net, schedule, settings.epochs)) },
    openSource: (phase) => sourceOf(phase, cache),
    cache,
    settings,
    loss: crossEntropy,
    classWeights: new Float32Array(classes).fill(1),
    batchSize: batch,
    parts: 1,
    stepsPerEpoch,
    classes,
    alive: () => undefined,
  });
  const losses: number[] = [];
  for (let step = 0; step < settings.epochs * stepsPerEpoch; step++) {
    const rows = Uint32Array.from({ length: batch }, (_, i) => step * batch + i);
    const labels = Int32Array.from(rows, (_, i) => (step + i) % classes);
    const noise = { seed: 0, epoch: Math.floor(step / stepsPerEpoch), draws: rows };
    losses.push((await walk.train({ rows, labels }, step, noise)).loss);
  }
  const state = { ...walk.phase.model.prefix, ...(await walk.phase.session.weights()) };
  walk.close();
  return { losses, state };
}

function summary({ data }: HostTensor): Summary {
  const values = Array.from(data, Number);
  return {
    norm: Math.hypot(...values),
    sum: values.reduce((sum, value) => sum + value, 0),
    head: values.slice(0, 3),
  };
}

describe('training under a freeze strategy equals torch in float64', () => {
  let cache: StepCache;
  beforeAll(async () => {
    cache = new StepCache(await openEngine({ name: 'onnxruntime' }));
  });

  it.each(golden.runs)('$settings.optimizer, $settings.freeze', { timeout: 60_000 }, async (run) => {
    const settings = trialSettings.parse({ backbone: 'small', ...run.settings });
    const { losses, state } = await trained(settings, cache);
    losses.forEach((loss, step) => {
      expect(loss, `loss of step ${step}`).toBeCloseTo(run.losses[step] ?? NaN, 4);
    });
    for (const [key, expected] of Object.entries(run.state)) {
      const actual = summary(entry(state, key));
      // float32 against float64 over eight steps, as a share of all the tensor's values.
      const allowed = 3e-5 * expected.norm + 1e-6;
      for (const [i, value] of [expected.norm, expected.sum, ...expected.head].entries()) {
        const found = [actual.norm, actual.sum, ...actual.head][i] ?? NaN;
        expect(Math.abs(found - value), `${key}, ${i}: ${found} for ${value}`).toBeLessThan(allowed);
      }
    }
  });
});
