import type { TrialSettings } from '@frostline/protocol';

/** The settings that schedules go by. */
export type ScheduleSettings = Pick<
  TrialSettings,
  'schedule' | 'learning_rate' | 'warmup_epochs' | 'step_epochs' | 'step_gamma'
>;

/** Where in a run the rate is asked for, in optimizer steps. */
export interface SchedulePlace {
  /** Steps that are done, of `totalSteps`. */
  readonly step: number;
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
}

/** How the rate falls over a run. Add one: a file beside this, a line in `index.ts`, a test. */
export interface Schedule {
  readonly name: string;
  /** Whether it rises by itself, over `warmup_epochs`: its places then begin with the run rather than after the warm-up. */
  readonly rises?: boolean;
  /** Multiplier of the peak rate at a place of the steps after warm-up. */
  readonly factor: (place: SchedulePlace, settings: ScheduleSettings) => number;
}
