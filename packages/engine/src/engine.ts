import type { DeviceName, EngineChoice, EngineName, Precision } from '@frostline/base';
import type { HostRecord, HostTensor, SpecRecord, Tensor, TensorRecord } from './tensor.js';

/** Where random numbers come from inside a step: never from the host's generator. */
export interface NoiseSource {
  /**
   * Uniforms in [0, 1) of shape `shape`, whose first axis is the batch. Row i is drawn by Philox keyed
   * `(seed, epoch, draws[i], site)`: the same on every engine, after a resume, and under another batch split.
   *
   * @param site what the draw is for; a module path such as `classifier.2`
   */
  uniform(site: string, shape: readonly number[]): Tensor;
}

/** The key of one step's noise. */
export interface NoiseKey {
  readonly seed: number;
  readonly epoch: number;
  /** For each row of the batch, the index of its sample in the epoch's visiting order. */
  readonly draws: Uint32Array;
}

/** What a step's function sees: everything it may depend on. */
export interface StepInputs {
  readonly state: TensorRecord;
  readonly constants: TensorRecord;
  readonly batch: TensorRecord;
  readonly scalars: TensorRecord;
  readonly noise: NoiseSource;
}

/** New values of (some of) the state, by name, and whatever else the caller wants to read. */
export interface StepResult {
  readonly state: TensorRecord;
  readonly outputs: TensorRecord;
}

/**
 * A pure function of its inputs, written with this package's ops and run synchronously.
 * A compiled engine calls it at compile time only; an eager engine at every step.
 */
export type StepFunction = (inputs: StepInputs) => StepResult;

/** A step together with the shapes of everything it takes. */
export interface StepProgram {
  /** Shown in errors, profiles and `explain()`. */
  readonly name: string;
  readonly step: StepFunction;
  readonly state: SpecRecord;
  readonly batch: SpecRecord;
  /** Names of float32 scalars that change from call to call: rate, decay, smoothing. */
  readonly scalars: readonly string[];
  /** Values that never change, such as a frozen prefix's weights: a compiled engine may fold and re-lay them. */
  readonly constants?: HostRecord;
  /** Whether nothing trains in it: an engine of half precision then computes it with float16. */
  readonly frozen?: boolean;
}

/** What one call of a compiled step is given. */
export interface StepCall {
  readonly batch: HostRecord;
  readonly scalars: Readonly<Record<string, number>>;
  readonly noise: NoiseKey;
}

/** State that lives with the engine between steps. */
export interface EngineState {
  /** Copies to host memory; all entries, or those named. */
  read(names?: readonly string[]): Promise<HostRecord>;
  /** Replaces some entries. @throws InputError `state-shape` on another shape or an unknown name */
  write(values: HostRecord): void;
  dispose(): void;
}

/** A step that is ready to run. */
export interface CompiledStep {
  /**
   * Runs once and advances `state` by what the step returned for it. Yields to the event loop before it returns.
   * The returned tensors are the caller's; nothing writes to them later.
   */
  run(state: EngineState, call: StepCall): Promise<Record<string, HostTensor>>;
  dispose(): void;
}

/** One way to run step programs. Every implementation passes the contract suite in `contract.test.ts`. */
export interface Engine {
  readonly name: EngineName;
  readonly device: DeviceName;
  /** With what numbers frozen programs compute; the others in float32. */
  readonly precision: Precision;
  /** Engine, version, hardware, precision and thread count: runs are bit-equal only within one class. */
  readonly numericsClass: string;
  /** Whether a step gives the same bits each time: kernels of a card may add in another order. */
  readonly reproducible: boolean;
  createState(values: HostRecord): EngineState;
  compile(program: StepProgram): Promise<CompiledStep>;
  dispose(): Promise<void>;
}

export interface EngineOptions extends EngineChoice {
  /** Threads of one step; 1 is best when one worker runs per core. Default 1. */
  readonly threads?: number;
}
