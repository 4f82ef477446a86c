import type { StepProgram } from '@frostline/engine';
import { functionalCall } from '@frostline/model';
import type { PhaseModel } from '../phase-model.js';
import type { ModelInput } from './model-input.js';
import { entry } from './records.js';

/**
 * The frozen prefix: pixels to the features behind the last frozen stage, with constant weights, so that an engine
 * may lay them out as it likes and every trial that shares the prefix gets the same bits. Output: `features` [N, …].
 *
 * @param options `exact`: in float32 on an engine of half precision too
 */
export function prefixProgram(
  model: PhaseModel,
  { input, batchSize, exact = false }: { input: ModelInput; batchSize: number; exact?: boolean },
): StepProgram {
  const { backbone, prefix, freeze } = model;
  return {
    name: `prefix ${model.description}`,
    state: {},
    constants: prefix,
    frozen: !exact,
    batch: { x: input.spec(batchSize) },
    scalars: [],
    step({ constants, batch, noise }) {
      const { output } = functionalCall(backbone, constants, input.prepare(entry(batch, 'x')), {
        train: false,
        noise,
        to: freeze.frozenStages,
      });
      return { state: {}, outputs: { features: output } };
    },
  };
}
