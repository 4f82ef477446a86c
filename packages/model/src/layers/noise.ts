import { constant } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { callContext } from '../module/call-context.js';
import { nextDefaultUniforms } from '../module/generator.js';
import type { Module } from '../module/module.js';
import { elementCount, type Shape } from '../module/shape.js';

/**
 * Uniforms in [0, 1) whose first axis is the batch: inside a step from its noise under the module's path, else from the
 * default generator.
 */
export function drawUniforms(module: Module, shape: Shape): Tensor {
  const context = callContext();
  if (context?.noise !== undefined)
    return context.noise.uniform(context.paths.get(module) ?? module.constructor.name.toLowerCase(), shape);
  const values = new Float32Array(elementCount(shape));
  nextDefaultUniforms()(values);
  return constant(values, shape);
}
