import type { Schedule } from './schedule.js';

/** The rate times `step_gamma` after every `step_epochs` epochs; torch's `StepLR`. */
export const step: Schedule = {
  name: 'step',
  factor: ({ step: done, stepsPerEpoch }, { step_epochs, step_gamma }) =>
    step_gamma ** Math.floor(done / (step_epochs * stepsPerEpoch)),
};
