import { readFileSync, writeFileSync } from 'node:fs';
import { InternalError } from '@frostline/base';
import type { Engine, HostTensor } from '@frostline/engine';
import { encodeSafetensors, functionalCall, StochasticDepth, type Backbone } from '@frostline/model';
import { trialSettings, type TrialSettings } from '@frostline/protocol';
import {
  featureInput,
  losses,
  openPrefix,
  pixelInput,
  StepCache,
  TrainingSession,
  trialModel,
  type BatchSource,
  type PhaseModel,
} from '@frostline/trainer';
import type { RowKind } from './rows.js';

/** What a side is asked to open. */
export interface OpenNet {
  readonly model: string;
  readonly kind: RowKind;
  /** Where the weights go. */
  readonly weights: string;
  /** Files of uint8 pixels and then int32 labels. */
  readonly batches: readonly string[];
  /** Of a batch's pixels, [N, S, S, 3]. */
  readonly shape: readonly [number, number, number, number];
}

/** A net that is ready to run. */
export interface BenchNet {
  /** Runs one batch and gives its loss. */
  run(batch: number, rate: number): Promise<number>;
  close(): Promise<void>;
}

interface Batch {
  readonly pixels: Uint8Array;
  readonly labels: Int32Array;
}

const classes = 1000;
/** What stays frozen in a `last-stage-step`: all but ResNet's last stage and the head. */
const frozen = 'until:layer3';

/** Builds a net as a trial does, writes its weights, compiles what the row measures. */
export async function openNet(engine: Engine, open: OpenNet): Promise<BenchNet> {
  const [count, size] = open.shape;
  const batches = open.batches.map((file) => readBatch(file, open.shape));
  const settings = trialSettings.parse({
    backbone: open.model,
    freeze: 'scratch',
    image_size: size,
    batch_size: count,
    optimizer: 'sgd',
    weight_decay: 1e-4,
    dropout: 0,
  });
  const whole = (await trialModel(settings, classes, undefined)).phaseAt(0);
  writeWeights(open.weights, whole);
  if (open.kind === 'forward') return openForward(engine, whole, batches, open.shape);
  const cache = new StepCache(engine);
  if (open.kind === 'step') return openStep(cache, whole, { settings, batches, open });
  const partly = { ...settings, freeze: frozen, weights: open.weights };
  const model = (await trialModel(partly, classes, undefined)).phaseAt(0);
  writeWeights(open.weights, model);
  return openStep(cache, model, { settings, batches, open });
}

/** Training; what is frozen runs in front of each step, as it does where the feature store is off. */
async function openStep(
  cache: StepCache,
  model: PhaseModel,
  { settings, batches, open }: { settings: TrialSettings; batches: readonly Batch[]; open: OpenNet },
): Promise<BenchNet> {
  const [count, size] = open.shape;
  withoutNoise(model.backbone);
  const input = pixelInput(size, model.normalization);
  const prefix =
    model.freeze.frozenStages === 0
      ? undefined
      : await openPrefix(model, cache, { prefixDigest: open.weights, size, batchSize: count });
  const features = await prefix?.run(new Uint8Array(count * size * size * 3));
  const row = features?.shape.slice(1);
  let batch: Batch | undefined;
  const read = async (): Promise<HostTensor> => {
    const { pixels } = present(batch);
    return prefix === undefined ? { ...input.spec(count), data: pixels } : prefix.run(pixels);
  };
  const source: BatchSource = {
    input: row === undefined ? input : featureInput(row),
    train: read,
    clean: read,
    close: () => prefix?.close(),
  };
  const session = await TrainingSession.open(cache, {
    model,
    source,
    settings,
    loss: losses.cross_entropy,
    classWeights: new Float32Array(classes).fill(1),
    batchSize: count,
    parts: 1,
    stepsPerEpoch: 1_000_000,
    classes,
    alive: () => undefined,
  });
  const draws = Uint32Array.from({ length: count }, (_, index) => index);
  let step = 0;
  return {
    run: async (index, rate) => {
      batch = present(batches[index]);
      step++;
      return session.train(
        { rows: draws, labels: batch.labels },
        { noise: { seed: 0, epoch: 0, draws }, rate, step },
      );
    },
    close: async () => {
      session.dispose();
      source.close();
      await cache.dispose();
    },
  };
}

/** The whole net with constant weights, as a frozen prefix runs. */
async function openForward(
  engine: Engine,
  { backbone, tail, normalization }: PhaseModel,
  batches: readonly Batch[],
  [count, size]: OpenNet['shape'],
): Promise<BenchNet> {
  const input = pixelInput(size, normalization);
  const spec = input.spec(count);
  const step = await engine.compile({
    name: 'forward',
    state: {},
    constants: tail,
    batch: { x: spec },
    scalars: [],
    step: ({ constants, batch, noise }) => ({
      state: {},
      outputs: {
        logits: functionalCall(backbone, constants, input.prepare(present(batch['x'])), {
          train: false,
          noise,
        }).output,
      },
    }),
  });
  const state = engine.createState({});
  const draws = new Uint32Array(count);
  return {
    run: async (index) => {
      const { pixels, labels } = present(batches[index]);
      const call = {
        batch: { x: { ...spec, data: pixels } },
        scalars: {},
        noise: { seed: 0, epoch: 0, draws },
      };
      const { logits } = await step.run(state, call);
      return standardisedLoss(present(logits).data, labels);
    },
    close: () => {
      state.dispose();
      step.dispose();
      return Promise.resolve();
    },
  };
}

/** Cross-entropy of logits with mean 0 and variance 1 in each row: those of an untrained net hardly differ. */
function standardisedLoss(logits: ArrayLike<number>, labels: Int32Array): number {
  let sum = 0;
  for (const [row, label] of labels.entries()) {
    const values = Float64Array.from({ length: classes }, (_, index) => logits[row * classes + index] ?? NaN);
    const mean = values.reduce((total, value) => total + value, 0) / classes;
    const deviation = Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / classes);
    const standardised = values.map((value) => (value - mean) / deviation);
    const total = standardised.reduce((all, value) => all + Math.exp(value), 0);
    sum += Math.log(total) - (standardised[label] ?? NaN);
  }
  return sum / labels.length;
}

/** The other side trains without stochastic depth, since its noise is another. */
function withoutNoise(backbone: Backbone): void {
  for (const module of backbone.modules()) if (module instanceof StochasticDepth) module.p = 0;
}

function writeWeights(file: string, { prefix, tail }: PhaseModel): void {
  writeFileSync(file, encodeSafetensors({ ...prefix, ...tail }));
}

function readBatch(file: string, shape: OpenNet['shape']): Batch {
  const bytes = readFileSync(file);
  const size = shape.reduce((product, length) => product * length, 1);
  return {
    pixels: Uint8Array.from(bytes.subarray(0, size)),
    labels: new Int32Array(Uint8Array.from(bytes.subarray(size)).buffer),
  };
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new InternalError('the benchmark lacks an entry');
  return value;
}
