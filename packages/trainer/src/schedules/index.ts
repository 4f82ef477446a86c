import type { TrialSettings } from '@frostline/protocol';
import { constant } from './constant.js';
import { cosine } from './cosine.js';
import { oneCycle } from './one-cycle.js';
import type { Schedule, SchedulePlace, ScheduleSettings } from './schedule.js';
import { step as stepSchedule } from './step.js';

/** Every schedule by name. */
export const schedules: Readonly<Record<TrialSettings['schedule'], Schedule>> = {
  constant,
  cosine,
  step: stepSchedule,
  one_cycle: oneCycle,
};

/** The rate of the optimizer step that follows `step` finished ones: linear warm-up, then the schedule. */
export function rateAt(settings: ScheduleSettings, place: SchedulePlace): number {
  const { step, stepsPerEpoch, totalSteps } = place;
  const { rises = false, factor } = schedules[settings.schedule];
  if (rises) return settings.learning_rate * factor(place, settings);
  const warmup = Math.min(totalSteps, Math.round(settings.warmup_epochs * stepsPerEpoch));
  if (step < warmup) return (settings.learning_rate * (step + 1)) / warmup;
  const after = { step: step - warmup, totalSteps: totalSteps - warmup, stepsPerEpoch };
  return settings.learning_rate * factor(after, settings);
}
