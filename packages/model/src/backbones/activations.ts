import { inferShapes, type SpecRecord, type Tensor } from '@frostline/engine';
import { functionalCall } from '../module/functional-call.js';
import { elementCount } from '../module/shape.js';
import type { Backbone } from './backbone.js';

/**
 * How many values the layers of each stage give for one image, found without computing any: the outputs of all modules
 * that run no other module. What happens between them, sums, concatenations, activations that are no module, is not
 * counted, nor is a layer that gives back its input.
 *
 * @param size edge of the image in pixels
 */
export function activationsByStage(backbone: Backbone, size: number): number[] {
  const perStage = backbone.stages().map(() => 0);
  let stage = 0;
  let finished = 0;
  const begun: number[] = [];
  const handles = [...backbone.modules()].flatMap((module) => [
    module.registerForwardPreHook(() => {
      begun.push(finished);
      return undefined;
    }),
    module.registerForwardHook((_, input, output) => {
      const ranNone = begun.pop() === finished;
      finished += 1;
      if (ranNone && output !== input) perStage[stage] = (perStage[stage] ?? 0) + elementCount(output.shape);
      return undefined;
    }),
  ]);
  const state: SpecRecord = Object.fromEntries(
    Array.from(backbone.namedState(), ([key, { shape, dtype }]) => [key, { shape, dtype }]),
  );
  try {
    inferShapes({
      name: 'activations',
      state,
      batch: { x: { shape: [1, 3, size, size], dtype: 'float32' } },
      scalars: [],
      step({ state: values, batch }) {
        let x = batch['x'] as Tensor;
        for (stage = 0; stage < perStage.length; stage++)
          x = functionalCall(backbone, values, x, { train: false, from: stage, to: stage + 1 }).output;
        return { state: {}, outputs: { x } };
      },
    });
  } finally {
    for (const handle of handles) handle.remove();
  }
  return perStage;
}
