import { keep, ops, toHostSync, valueAndGradients } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { finishingBackwardHooks } from './backward-hooks.js';
import type { Module } from './module.js';
import type { Parameter } from './parameter.js';

/**
 * Computes a loss and adds its gradient to `grad` of every parameter that requires one (torch's `loss.backward()`).
 * A parameter that the loss does not reach keeps what it had: null at first, as in torch.
 *
 * @param loss computed with the module's parameters, synchronously; a scalar
 * @returns the loss
 * @example
 * const value = backward(model, () => ops.mean(ops.square(model.call(x))));
 */
export function backward(module: Module, loss: () => Tensor): number {
  const parameters = [...module.parameters()].filter((parameter) => parameter.requiresGrad);
  const result = finishingBackwardHooks(() =>
    valueAndGradients(
      () => ({ loss: loss() }),
      parameters.map((parameter) => parameter.data),
    ),
  );
  for (const [index, gradient] of result.gradients.entries()) accumulate(parameters[index], gradient);
  const value = toHostSync(result.loss).data[0] ?? Number.NaN;
  result.loss.dispose();
  return value;
}

function accumulate(parameter: Parameter | undefined, gradient: Tensor | null): void {
  if (parameter === undefined || gradient === null) return;
  if (parameter.grad === null) {
    parameter.grad = keep(gradient);
    return;
  }
  parameter.grad = keep(ops.add(parameter.grad, gradient));
  gradient.dispose();
}
