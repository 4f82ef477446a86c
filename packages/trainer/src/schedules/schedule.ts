/** How the rate falls over a run. Add one: a file beside this, a line in `index.ts`, a test. */
export interface Schedule {
  readonly name: string;
  /** Multiplier of the peak rate at `progress`, the share of the steps after warm-up that are done, in [0, 1). */
  readonly factor: (progress: number) => number;
}
