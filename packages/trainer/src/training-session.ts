import { InternalError } from '@frostline/base';
import type { CompiledStep, Engine, EngineState, HostRecord, HostTensor, NoiseKey } from '@frostline/engine';
import type { TrialSettings } from '@frostline/protocol';
import type { Loss } from './losses/loss.js';
import { clipNormOf, optimizerOf } from './optimizers/index.js';
import { averagedKeys, withAverages } from './programs/averages.js';
import { predictProgram } from './programs/predict-program.js';
import {
  anchorKey,
  averageKey,
  entry,
  gradientSumKey,
  joined,
  momentKey,
  pick,
  scalarKey,
} from './programs/records.js';
import { trainProgram } from './programs/train-program.js';
import type { BatchSource, Split } from './sources/batch-source.js';
import type { StepCache } from './step-cache.js';
import { groupSize, type PhaseModel } from './phase-model.js';

interface SessionSetup {
  readonly model: PhaseModel;
  readonly source: BatchSource;
  readonly settings: TrialSettings;
  readonly loss: Loss;
  /** Weight of each class in the loss. */
  readonly classWeights: Float32Array;
  readonly batchSize: number;
  /** Equal micro-batches of which a batch consists. */
  readonly parts: number;
  /** Optimizer steps of one epoch: since when a group of parameters trains is told in epochs. */
  readonly stepsPerEpoch: number;
  readonly classes: number;
  /** Called after each batch of predictions; what it throws ends them. */
  readonly alive: () => void;
}

/** The tail of a trial's phase on its engine: parameters, buffers and moments, and the two programs that use them. */
export class TrainingSession {
  private constructor(
    private readonly setup: SessionSetup,
    private readonly state: EngineState,
    private readonly trainStep: CompiledStep,
    private readonly predictStep: CompiledStep,
    /** What is predicted with where that is not what trains: the moving averages. */
    private readonly averages: EngineState | undefined,
  ) {}

  /** @param resumed the state of a checkpoint, in place of the initial one */
  static async open(cache: StepCache, setup: SessionSetup, resumed?: HostRecord): Promise<TrainingSession> {
    const { model, source, settings, loss, parts, classes } = setup;
    const batchSize = setup.batchSize / parts;
    const optimizer = optimizerOf(settings);
    const { input } = source;
    const shapes = {
      classes,
      input: input.spec(batchSize),
      normalization: model.normalization,
    };
    const clips = clipNormOf(settings) !== undefined;
    const averages = settings.ema_decay > 0;
    const scalars = Object.keys(optimizer.scalars(settings, 1, 1));
    const lossScalars = Object.keys(loss.scalars?.(settings) ?? {});
    const recipe = {
      loss,
      optimizer,
      input,
      batchSize,
      classes,
      parts,
      clips,
      averages,
      lossScalars,
      scalars,
    };
    const trainStep = await cache.compiled(
      {
        phase: 'train',
        model: model.trainingIdentity,
        optimizer: optimizer.name,
        loss: loss.name,
        parts,
        clips,
        averages,
        ...shapes,
      },
      () => trainProgram(model, recipe),
    );
    const { activation = 'softmax' } = loss;
    const predictStep = await cache.compiled(
      { phase: 'predict', model: model.identity, activation, ...shapes },
      () => predictProgram(model, { input, batchSize, activation }),
    );
    const averaged = averages ? averagedKeys(model) : [];
    const state = createState(cache.engine, model, { moments: optimizer.moments, parts, averaged, resumed });
    const predicting = averages ? cache.engine.createState(model.tail) : undefined;
    return new TrainingSession(setup, state, trainStep, predictStep, predicting);
  }

  /**
   * One optimizer step, of one or several micro-batches.
   *
   * @param step of the run, 1 for the first
   * @returns the batch's mean loss
   */
  async train(
    batch: { readonly rows: Uint32Array; readonly labels: Int32Array },
    { noise, rate, step }: { noise: NoiseKey; rate: number; step: number },
  ): Promise<number> {
    const { source, settings, loss: ofTrial, parts } = this.setup;
    const size = batch.rows.length / parts;
    const clipNorm = clipNormOf(settings);
    const classWeights = this.classWeights(batch.labels);
    const updates = this.updateScalars(rate, step);
    let mean = 0;
    for (let part = 0; part < parts; part++) {
      const isLast = part === parts - 1;
      const [from, to] = [part * size, (part + 1) * size];
      const draws = noise.draws.slice(from, to);
      const { loss } = await this.trainStep.run(this.state, {
        batch: {
          x: await source.train(batch.rows.slice(from, to), draws, noise.epoch),
          labels: { shape: [size], dtype: 'int32', data: batch.labels.slice(from, to) },
          class_weights: classWeights,
        },
        scalars: {
          ...ofTrial.scalars?.(settings),
          ...(parts > 1 && { last: isLast ? 1 : 0 }),
          ...(clipNorm !== undefined && { clip_norm: clipNorm }),
          // Averages move once per step, with its last micro-batch.
          ...(settings.ema_decay > 0 && { average_share: isLast ? 1 - settings.ema_decay : 0 }),
          ...updates,
        },
        noise: { ...noise, draws },
      });
      if (!loss) throw new InternalError('a train step gave no loss');
      mean += (loss.data[0] ?? NaN) / parts;
    }
    return mean;
  }

  /** Those of a step, scaled so that their mean over its labels is 1, however it is divided. */
  private classWeights(labels: Int32Array): HostTensor {
    const weights = this.setup.classWeights;
    const sum = labels.reduce((total, label) => total + (weights[label] ?? 0), 0);
    return {
      shape: [weights.length],
      dtype: 'float32',
      data: weights.map((weight) => (weight * labels.length) / sum),
    };
  }

  /** The numbers that an update takes for each group of parameters. */
  private updateScalars(rate: number, step: number): Record<string, number> {
    const { model, settings, stepsPerEpoch } = this.setup;
    const { scalars } = optimizerOf(settings);
    const numbers = model.groups.flatMap(({ rateScale, penalty, firstEpoch }, group) => {
      const own = penalty === null ? settings : { ...settings, weight_decay: 0 };
      const update = scalars(own, rate * rateScale, step - firstEpoch * stepsPerEpoch);
      return Object.entries({ ...update, ...(penalty !== null && { penalty: penalty.strength }) }).map(
        ([name, value]) => [scalarKey(name, group), value] as const,
      );
    });
    return Object.fromEntries(numbers);
  }

  /** Class probabilities of clean images, row-major [rows, classes]; the last batch is padded and cut. */
  async predict(split: Split, rows: Uint32Array): Promise<Float32Array> {
    const { source, classes, alive } = this.setup;
    const batchSize = this.setup.batchSize / this.setup.parts;
    if (this.averages) this.averages.write(await this.weights());
    const all = new Float32Array(rows.length * classes);
    for (let first = 0; first < rows.length; first += batchSize) {
      const count = Math.min(batchSize, rows.length - first);
      const padded = Uint32Array.from(
        { length: batchSize },
        (_, i) => rows[first + Math.min(i, count - 1)] ?? 0,
      );
      const { probabilities } = await this.predictStep.run(this.averages ?? this.state, {
        batch: { x: await source.clean(split, padded) },
        scalars: {},
        noise: { seed: 0, epoch: 0, draws: padded },
      });
      if (!probabilities) throw new InternalError('a predict step gave no probabilities');
      all.set((probabilities.data as Float32Array).subarray(0, count * classes), first * classes);
      alive();
    }
    return all;
  }

  /** Everything that must outlast a step: parameters, buffers, moments, averages. */
  snapshot(): Promise<HostRecord> {
    const { model, settings } = this.setup;
    const { moments } = optimizerOf(settings);
    const keys = model.groups.flatMap((_, group) => moments.map((moment) => momentKey(moment, group)));
    return this.state.read([...Object.keys(model.tail), ...keys, ...this.averaged().map(averageKey)]);
  }

  /** Parameters and buffers of the tail, as predictions use them: their averages where such are kept. */
  async weights(): Promise<HostRecord> {
    const tail = Object.keys(this.setup.model.tail);
    const averaged = this.averaged();
    const state = await this.state.read([...tail, ...averaged.map(averageKey)]);
    return pick(withAverages(state, averaged), tail);
  }

  /** Puts earlier weights back, to predict with them. */
  restore(weights: HostRecord): void {
    const averages = this.averaged().map((key) => [averageKey(key), entry(weights, key)] as const);
    this.state.write({ ...weights, ...Object.fromEntries(averages) });
  }

  private averaged(): string[] {
    return this.averages ? averagedKeys(this.setup.model) : [];
  }

  dispose(): void {
    this.state.dispose();
    this.averages?.dispose();
  }
}

function createState(
  engine: Engine,
  model: PhaseModel,
  {
    moments,
    parts,
    averaged,
    resumed,
  }: {
    moments: readonly string[];
    parts: number;
    averaged: readonly string[];
    resumed: HostRecord | undefined;
  },
): EngineState {
  const initial: HostRecord = { ...model.tail };
  for (const key of averaged) initial[averageKey(key)] = entry(model.tail, key);
  const others: HostRecord = {};
  for (const [group, { keys, penalty }] of model.groups.entries()) {
    const size = groupSize(model, { keys });
    const zeros = (): HostTensor => ({ shape: [size], dtype: 'float32', data: new Float32Array(size) });
    for (const moment of moments) initial[momentKey(moment, group)] = zeros();
    if (parts > 1) others[gradientSumKey(group)] = zeros();
    if (penalty?.towards === 'pretrained')
      others[anchorKey(group)] = joined(keys.map((key) => entry(model.tail, key).data));
  }
  const state = resumed ? pick(resumed, Object.keys(initial)) : initial;
  return engine.createState({ ...state, ...others });
}
