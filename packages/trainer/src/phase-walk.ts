import type { HostRecord, NoiseKey } from '@frostline/engine';
import type { TrialSettings } from '@frostline/protocol';
import { carryOver } from './carry-over.js';
import type { Loss } from './losses/loss.js';
import { optimizerOf } from './optimizers/index.js';
import type { PhaseModel } from './phase-model.js';
import { rateAt } from './schedules/index.js';
import type { BatchSource } from './sources/batch-source.js';
import type { StepCache } from './step-cache.js';
import { TrainingSession } from './training-session.js';
import type { TrialModel } from './trial-model.js';

interface WalkSetup {
  readonly model: Pick<TrialModel, 'phaseAt'>;
  /** Opens the batches of a phase; computes the features that it lacks. */
  readonly openSource: (phase: PhaseModel) => Promise<BatchSource>;
  readonly cache: StepCache;
  readonly settings: TrialSettings;
  readonly loss: Loss;
  /** Weight of each class in the loss. */
  readonly classWeights: Float32Array;
  readonly batchSize: number;
  /** Equal micro-batches of which a batch consists. */
  readonly parts: number;
  readonly stepsPerEpoch: number;
  readonly classes: number;
  /** Called after each batch of predictions; what it throws ends them. */
  readonly alive: () => void;
}

/** A phase whose programs, state and files are open. */
interface OpenPhase {
  readonly model: PhaseModel;
  readonly session: TrainingSession;
  readonly source: BatchSource;
}

/** A trial on its way through the phases of its freeze schedule. One phase is open at a time. */
export class PhaseWalk {
  private constructor(
    private readonly setup: WalkSetup,
    private opened: OpenPhase | undefined,
    private current: OpenPhase,
  ) {}

  /**
   * Opens the phase of the next step.
   *
   * @param resumed the snapshot of a walk of which `step` steps were done, in place of the initial values
   */
  static async open(
    setup: WalkSetup,
    resumed?: { readonly step: number; readonly state: HostRecord },
  ): Promise<PhaseWalk> {
    const { model, stepsPerEpoch } = setup;
    const step = resumed?.step ?? 0;
    const next = model.phaseAt(Math.floor(step / stepsPerEpoch));
    // A snapshot is always from the phase of the step before it, also where another phase comes next.
    const ended = model.phaseAt(Math.floor(Math.max(0, step - 1) / stepsPerEpoch));
    const opened = await openPhase(setup, next, resumed && carried(setup, resumed.state, ended, next));
    return new PhaseWalk(setup, opened, opened);
  }

  /**
   * One optimizer step, in the phase that is due.
   *
   * @param batch images and their classes
   * @param step steps done before this one
   * @returns the batch's mean loss, and the head's learning rate
   */
  async train(
    batch: { readonly rows: Uint32Array; readonly labels: Int32Array },
    step: number,
    noise: NoiseKey,
  ): Promise<{ readonly loss: number; readonly rate: number }> {
    const { model, settings, stepsPerEpoch } = this.setup;
    const due = model.phaseAt(Math.floor(step / stepsPerEpoch));
    if (due !== this.current.model)
      await this.enter(due, carried(this.setup, await this.snapshot(), this.current.model, due));
    const { schedule, headRateScale } = due;
    const rate = rateAt(settings, {
      step: step - schedule.firstEpoch * stepsPerEpoch,
      stepsPerEpoch,
      totalSteps: schedule.epochs * stepsPerEpoch,
    });
    const loss = await this.current.session.train(batch, { noise, rate, step: step + 1 });
    return { loss, rate: rate * headRateScale };
  }

  /** The phase that is open, for its prefix and for predictions. */
  get phase(): Pick<OpenPhase, 'model' | 'session'> {
    return this.current;
  }

  /** What half precision costs the open phase's prefix, see `BatchSource`. */
  get halfPrecisionError(): number | undefined {
    return this.current.source.halfPrecisionError;
  }

  /** Everything that must outlast a step: parameters, buffers, moments, averages. */
  snapshot(): Promise<HostRecord> {
    return this.current.session.snapshot();
  }

  /** Goes back to an epoch, with the weights that the session had then, to predict with them. */
  async goBack(epoch: number, weights: HostRecord): Promise<void> {
    const phase = this.setup.model.phaseAt(epoch);
    if (phase !== this.current.model) await this.enter(phase);
    this.current.session.restore(weights);
  }

  /** Closing again does nothing. */
  close(): void {
    this.opened?.session.dispose();
    this.opened?.source.close();
    this.opened = undefined;
  }

  /** The phase before is closed first: there may not be memory for two. */
  private async enter(phase: PhaseModel, state?: HostRecord): Promise<void> {
    this.close();
    this.opened = this.current = await openPhase(this.setup, phase, state);
  }
}

function carried({ settings }: WalkSetup, state: HostRecord, from: PhaseModel, to: PhaseModel): HostRecord {
  if (from === to) return state;
  const { moments } = optimizerOf(settings);
  return carryOver(state, from, to, { moments, averages: settings.ema_decay > 0 });
}

/** What fails leaves nothing open. */
async function openPhase(setup: WalkSetup, model: PhaseModel, state?: HostRecord): Promise<OpenPhase> {
  const source = await setup.openSource(model);
  try {
    const session = await TrainingSession.open(setup.cache, { ...setup, model, source }, state);
    return { model, session, source };
  } catch (error) {
    source.close();
    throw error;
  }
}
