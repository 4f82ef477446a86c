import { InternalError } from '@frostline/base';
import type { CompiledStep, Engine, EngineState, HostRecord, NoiseKey } from '@frostline/engine';
import type { TrialSettings } from '@frostline/protocol';
import { optimizers } from './optimizers/index.js';
import { predictProgram } from './programs/predict-program.js';
import { momentKey, pick } from './programs/records.js';
import { trainProgram } from './programs/train-program.js';
import type { BatchSource, Split } from './sources/batch-source.js';
import type { StepCache } from './step-cache.js';
import { trainedSize, type TrialModel } from './trial-model.js';

interface SessionParts {
  readonly model: TrialModel;
  readonly source: BatchSource;
  readonly settings: TrialSettings;
  readonly batchSize: number;
  readonly classes: number;
  readonly alive: () => void;
}

/** A trial's tail on its engine: parameters, buffers and moments, and the two programs that use them. */
export class TrainingSession {
  private constructor(
    private readonly parts: SessionParts,
    private readonly state: EngineState,
    private readonly trainStep: CompiledStep,
    private readonly predictStep: CompiledStep,
  ) {}

  /** @param resumed the state of a checkpoint, in place of the initial one */
  static async open(cache: StepCache, parts: SessionParts, resumed?: HostRecord): Promise<TrainingSession> {
    const { model, source, settings, batchSize, classes } = parts;
    const optimizer = optimizers[settings.optimizer];
    const { input } = source;
    const identity = {
      model: model.identity,
      classes,
      input: input.spec(batchSize),
      normalization: model.normalization,
    };
    const scalars = Object.keys(optimizer.scalars(settings, 1, 1));
    const trainStep = await cache.compiled({ phase: 'train', optimizer: optimizer.name, ...identity }, () =>
      trainProgram(model, optimizer, { input, batchSize, scalars }),
    );
    const predictStep = await cache.compiled({ phase: 'predict', ...identity }, () =>
      predictProgram(model, { input, batchSize }),
    );
    const state = createState(cache.engine, model, optimizer.moments, resumed);
    return new TrainingSession(parts, state, trainStep, predictStep);
  }

  /** One optimizer step. @returns the batch's mean loss */
  async train(
    batch: { readonly rows: Uint32Array; readonly labels: Int32Array },
    { noise, rate, step }: { noise: NoiseKey; rate: number; step: number },
  ): Promise<number> {
    const { source, settings } = this.parts;
    const { loss } = await this.trainStep.run(this.state, {
      batch: {
        x: await source.train(batch.rows, noise.draws, noise.epoch),
        labels: { shape: [batch.labels.length], dtype: 'int32', data: batch.labels },
      },
      scalars: {
        label_smoothing: settings.label_smoothing,
        ...optimizers[settings.optimizer].scalars(settings, rate, step),
      },
      noise,
    });
    if (!loss) throw new InternalError('a train step gave no loss');
    return loss.data[0] ?? NaN;
  }

  /** Class probabilities of clean images, row-major [rows, classes]; the last batch is padded and cut. */
  async predict(split: Split, rows: Uint32Array): Promise<Float32Array> {
    const { source, batchSize, classes, alive } = this.parts;
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

  /** Everything: parameters, buffers, moments. */
  snapshot(): Promise<HostRecord> {
    return this.state.read();
  }

  /** Parameters and buffers of the tail. */
  weights(): Promise<HostRecord> {
    return this.state.read(Object.keys(this.parts.model.tail));
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
  model: TrialModel,
  moments: readonly string[],
  resumed: HostRecord | undefined,
): EngineState {
  const initial: HostRecord = { ...model.tail };
  const size = trainedSize(model);
  for (const moment of moments)
    initial[momentKey(moment)] = { shape: [size], dtype: 'float32', data: new Float32Array(size) };
  return engine.createState(resumed ? pick(resumed, Object.keys(initial)) : initial);
}
