import type { Schedule } from './schedule.js';

/**
 * Half a cosine from the peak towards zero: Loshchilov & Hutter, "SGDR" (ICLR 2017), without restarts;
 * torch's `CosineAnnealingLR(T_max = steps)` stepped after every optimizer step.
 */
export const cosine: Schedule = {
  name: 'cosine',
  factor: ({ step, totalSteps }) => (1 + Math.cos(Math.PI * (step / Math.max(1, totalSteps)))) / 2,
};
