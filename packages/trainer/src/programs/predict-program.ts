import { ops, type StepProgram, type Tensor } from '@frostline/engine';
import { functionalCall } from '@frostline/model';
import type { Loss } from '../losses/loss.js';
import type { PhaseModel } from '../phase-model.js';
import type { ModelInput } from './model-input.js';
import { entry } from './records.js';

/** Class probabilities of a batch in evaluation mode. State: the tail. Output: `probabilities` [N, classes]. */
export function predictProgram(
  model: PhaseModel,
  {
    input,
    batchSize,
    activation,
  }: { input: ModelInput; batchSize: number; activation: NonNullable<Loss['activation']> },
): StepProgram {
  const { backbone, tail, freeze } = model;
  return {
    name: `predict ${model.description}`,
    state: Object.fromEntries(Object.entries(tail).map(([key, { shape, dtype }]) => [key, { shape, dtype }])),
    batch: { x: input.spec(batchSize) },
    scalars: [],
    step({ state, batch, noise }) {
      const { output } = functionalCall(backbone, state, input.prepare(entry(batch, 'x')), {
        train: false,
        noise,
        from: freeze.frozenStages,
      });
      return { state: {}, outputs: { probabilities: probabilities[activation](output) } };
    },
  };
}

const probabilities: Readonly<Record<NonNullable<Loss['activation']>, (logits: Tensor) => Tensor>> = {
  softmax: (logits) => ops.softmax(logits),
  // The sigmoids divided by their sum, by way of their logarithms: none of them underflows alone.
  sigmoid: (logits) => ops.softmax(ops.logSigmoid(logits)),
};
