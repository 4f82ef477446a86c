import { ops, type StepProgram } from '@frostline/engine';
import { functionalCall } from '@frostline/model';
import type { PhaseModel } from '../phase-model.js';
import type { ModelInput } from './model-input.js';
import { entry } from './records.js';

/** Class probabilities of a batch in evaluation mode. State: the tail. Output: `probabilities` [N, classes]. */
export function predictProgram(
  model: PhaseModel,
  { input, batchSize }: { input: ModelInput; batchSize: number },
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
      return { state: {}, outputs: { probabilities: ops.softmax(output) } };
    },
  };
}
