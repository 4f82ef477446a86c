import type { HostRecord } from '@frostline/engine';
import type { Watched } from '../early-stopping.js';

/** What `fit` has done so far, beside tensors. Plain JSON: doubles come back to the bit. */
export interface TrainingProgress {
  /** Optimizer steps done. */
  readonly step: number;
  /** Sum of the losses of this epoch's steps so far. */
  readonly lossSum: number;
  /** The validation metrics of the epoch that counts so far. */
  readonly chosen: { readonly epoch: number; readonly values: Readonly<Record<string, number>> } | null;
  /** What early stopping goes by. */
  readonly watched: Watched;
}

/** Everything that a run needs to go on as if it had never stopped. */
export interface Checkpoint {
  readonly progress: TrainingProgress;
  /** Parameters, buffers, moments and averages of the tail. */
  readonly state: HostRecord;
  /** Parameters and buffers of the best epoch; empty while the last one counts. */
  readonly best: HostRecord;
  /** Hash of settings and data: a checkpoint of another run is never taken up. */
  readonly identity: string;
  readonly numericsClass: string;
}
