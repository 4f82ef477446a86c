/** Where a sweep stands, for people who wait. */
export interface SweepProgress {
  readonly runs: number;
  /** Runs that are done: complete, pruned or failed. */
  readonly ended: number;
  /** Runs that wait for `frostline resume`. */
  readonly paused: number;
  /** Ended runs and the parts of running ones, in runs. */
  readonly work: number;
  /** What takes the time before a run's first step. */
  readonly doing?: string;
}

/** A run that has just ended. */
export interface RunReport {
  /** Trial as people call it, e.g. `shufflenet_v2_x0_5 head`. */
  readonly label: string;
  readonly trialId: string;
  readonly fold: number;
  readonly state: 'complete' | 'failed' | 'paused';
  /** The metric on this fold, when complete. */
  readonly score?: number;
  readonly seconds?: number;
  /** Why it failed. */
  readonly message?: string;
}

/** Told by the host what happens; the command line shows it. */
export interface SweepReporter {
  progress(progress: SweepProgress): void;
  runEnded(report: RunReport, progress: SweepProgress): void;
  /** Something a person should know: a worker died, a slot was given up. */
  notice(message: string): void;
  close(): void;
}
