import type { TrialSettings } from '@frostline/protocol';
import { constant } from './constant.js';
import { cosine } from './cosine.js';
import type { Schedule } from './schedule.js';

/** Every schedule by name. */
export const schedules: Readonly<Record<TrialSettings['schedule'], Schedule>> = { constant, cosine };

/** The rate of the optimizer step that follows `step` finished ones: linear warm-up, then the schedule. */
export function rateAt(
  settings: Pick<TrialSettings, 'schedule' | 'learning_rate' | 'warmup_epochs'>,
  { step, stepsPerEpoch, totalSteps }: { step: number; stepsPerEpoch: number; totalSteps: number },
): number {
  const warmup = Math.min(totalSteps, Math.round(settings.warmup_epochs * stepsPerEpoch));
  if (step < warmup) return (settings.learning_rate * (step + 1)) / warmup;
  const progress = (step - warmup) / Math.max(1, totalSteps - warmup);
  return settings.learning_rate * schedules[settings.schedule].factor(progress);
}
