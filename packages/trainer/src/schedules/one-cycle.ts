import type { Schedule } from './schedule.js';

/** Share of the run over which the rate rises, where `warmup_epochs` does not say how long. */
const RISE = 0.3;
/** The first rate as a share of the peak, and the last one as a share of the first. */
const FIRST = 1 / 25;
const LAST = 1e-4;

/**
 * Up from a 25th of the peak and down to nearly nothing, each along half a cosine: Smith & Topin, "Super-convergence"
 * (2018); the rates of torch's `OneCycleLR`. Momentum stays as it is (`cycle_momentum=False`).
 */
export const oneCycle: Schedule = {
  name: 'one_cycle',
  rises: true,
  factor({ step, totalSteps, stepsPerEpoch }, { warmup_epochs }) {
    const rise = warmup_epochs > 0 ? Math.round(warmup_epochs * stepsPerEpoch) : RISE * totalSteps;
    const top = rise - 1;
    const end = totalSteps - 1;
    if (step <= top) return top > 0 ? between(FIRST, 1, step / top) : 1;
    return end > top ? between(1, FIRST * LAST, (step - top) / (end - top)) : 1;
  },
};

/** From one value to another along half a cosine. */
const between = (from: number, to: number, share: number): number =>
  to + ((from - to) / 2) * (1 + Math.cos(Math.PI * share));
