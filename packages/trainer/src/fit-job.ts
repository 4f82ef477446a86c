import type { Clock } from '@frostline/base';
import type { Metric, Pack } from '@frostline/data';
import type { MetricName, TrialSettings } from '@frostline/protocol';
import type { FeatureStore } from './features/feature-store.js';
import type { Loss } from './losses/loss.js';
import type { StepCache } from './step-cache.js';

/** Images of one split: row i of the pack is `ids[i]`. */
export interface ImageSet {
  readonly pack: Pack;
  readonly ids: readonly string[];
}

/** One run: a trial on one fold. Plain data and files; nothing of a sweep, a ledger or a scheduler. */
export interface FitJob {
  readonly settings: TrialSettings;
  /** SHA-256 that the weights file must have; any will do when absent. */
  readonly weightsHash?: string | undefined;
  /** Which metric decides the best epoch; one of your own is reported beside those that there are. */
  readonly metric: MetricName | Metric;
  /** What is minimised, where `settings.loss` does not name one that there is. */
  readonly loss?: Loss;
  readonly classes: readonly string[];
  readonly train: ImageSet & {
    /** Class index of each image. */
    readonly labels: Int32Array;
    /** Fold in which each image is validated. */
    readonly folds: Int32Array;
  };
  readonly test: ImageSet;
  readonly fold: number;
  /** Into how many micro-batches a batch is divided at least, where memory is short; 1 unless told. */
  readonly parts?: number;
  /** Folder of the run: checkpoints are kept in it and found again by a later attempt. */
  readonly folder: string;
  /** Folder of this attempt's results, below `folder` or elsewhere. */
  readonly output: string;
}

/** What a run works with; shared by the runs of one process. */
export interface FitTools {
  readonly cache: StepCache;
  readonly features: FeatureStore;
  /**
   * When aborted, the run stops after the current step, with a checkpoint, or after the current batch of features or
   * predictions, with the checkpoint that it has; without a `finished` event.
   */
  readonly signal?: AbortSignal;
  /**
   * Called after every batch that is computed without an event: features of a frozen prefix, predictions, and while
   * another process computes them. Events alone leave silences as long as a pass over all images.
   */
  readonly alive?: () => void;
  readonly clock?: Clock;
  /** Longest time between two checkpoints within an epoch, seconds; every epoch ends with one anyway. Default 30. */
  readonly checkpointSeconds?: number;
}
