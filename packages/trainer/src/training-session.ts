import { InternalError } from '@frostline/base';
import type { CompiledStep, Engine, EngineState, HostRecord, HostTensor, NoiseKey } from '@frostline/engine';
import type { TrialSettings } from '@frostline/protocol';
import { optimizers } from './optimizers/index.js';
import { predictProgram } from './programs/predict-program.js';
import { anchorKey, entry, gradientSumKey, joined, momentKey, pick, scalarKey } from './programs/records.js';
import { trainProgram } from './programs/train-program.js';
import type { BatchSource, Split } from './sources/batch-source.js';
import type { StepCache } from './step-cache.js';
import { groupSize, type PhaseModel } from './phase-model.js';

interface SessionSetup {
  readonly model: PhaseModel;
  readonly source: BatchSource;
  readonly settings: TrialSettings;
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
  ) {}

  /** @param resumed the state of a checkpoint, in place of the initial one */
  static async open(cache: StepCache, setup: SessionSetup, resumed?: HostRecord): Promise<TrainingSession> {
    const { model, source, settings, parts, classes } = setup;
    const batchSize = setup.batchSize / parts;
    const optimizer = optimizers[settings.optimizer];
    const { input } = source;
    const shapes = {
      classes,
      input: input.spec(batchSize),
      normalization: model.normalization,
    };
    const scalars = Object.keys(optimizer.scalars(settings, 1, 1));
    const trainStep = await cache.compiled(
      { phase: 'train', model: model.trainingIdentity, optimizer: optimizer.name, parts, ...shapes },
      () => trainProgram(model, optimizer, { input, batchSize, scalars, parts }),
    );
    const predictStep = await cache.compiled({ phase: 'predict', model: model.identity, ...shapes }, () =>
      predictProgram(model, { input, batchSize }),
    );
    const state = createState(cache.engine, model, { moments: optimizer.moments, parts, resumed });
    return new TrainingSession(setup, state, trainStep, predictStep);
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
    const { source, settings, parts } = this.setup;
    const size = batch.rows.length / parts;
    const updates = this.updateScalars(rate, step);
    let mean = 0;
    for (let part = 0; part < parts; part++) {
      const [from, to] = [part * size, (part + 1) * size];
      const draws = noise.draws.slice(from, to);
      const { loss } = await this.trainStep.run(this.state, {
        batch: {
          x: await source.train(batch.rows.slice(from, to), draws, noise.epoch),
          labels: { shape: [size], dtype: 'int32', data: batch.labels.slice(from, to) },
        },
        scalars: {
          label_smoothing: settings.label_smoothing,
          ...(parts > 1 && { last: part === parts - 1 ? 1 : 0 }),
          ...updates,
        },
        noise: { ...noise, draws },
      });
      if (!loss) throw new InternalError('a train step gave no loss');
      mean += (loss.data[0] ?? NaN) / parts;
    }
    return mean;
  }

  /** The numbers that an update takes for each group of parameters. */
  private updateScalars(rate: number, step: number): Record<string, number> {
    const { model, settings, stepsPerEpoch } = this.setup;
    const { scalars } = optimizers[settings.optimizer];
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
    const all = new Float32Array(rows.length * classes);
    for (let first = 0; first < rows.length; first += batchSize) {
      const count = Math.min(batchSize, rows.length - first);
      const padded = Uint32Array.from(
        { length: batchSize },
        (_, i) => rows[first + Math.min(i, count - 1)] ?? 0,
      );
      const { probabilities } = await this.predictStep.run(this.state, {
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

  /** Everything that must outlast a step: parameters, buffers, moments. */
  snapshot(): Promise<HostRecord> {
    const { model, settings } = this.setup;
    const { moments } = optimizers[settings.optimizer];
    const keys = model.groups.flatMap((_, group) => moments.map((moment) => momentKey(moment, group)));
    return this.state.read([...Object.keys(model.tail), ...keys]);
  }

  /** Parameters and buffers of the tail. */
  weights(): Promise<HostRecord> {
    return this.state.read(Object.keys(this.setup.model.tail));
  }

  /** Puts earlier weights back. */
  restore(weights: HostRecord): void {
    this.state.write(weights);
  }

  dispose(): void {
    this.state.dispose();
  }
}

function createState(
  engine: Engine,
  model: PhaseModel,
  { moments, parts, resumed }: { moments: readonly string[]; parts: number; resumed: HostRecord | undefined },
): EngineState {
  const initial: HostRecord = { ...model.tail };
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
