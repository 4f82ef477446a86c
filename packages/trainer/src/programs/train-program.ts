import {
  ops,
  valueAndGradients,
  type SpecRecord,
  type StepProgram,
  type Tensor,
  type TensorRecord,
} from '@frostline/engine';
import { functionalCall } from '@frostline/model';
import { crossEntropy } from '../losses/cross-entropy.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import { trainedSize, type TrialModel } from '../trial-model.js';
import type { ModelInput } from './model-input.js';
import { entry, GRADIENT_SUM, momentKey, pick } from './records.js';

/**
 * One optimizer step of a trial as a pure function: preprocess, forward, loss, gradients, update.
 *
 * State: the tail's parameters and buffers under their state-dict keys, and each moment of all trained parameters, one
 * after another, as one vector: an update is then a handful of nodes, however many parameters there are. Batch: `x` and
 * `labels`. Output: `loss`, the batch's mean.
 *
 * With more than one part a call sees one micro-batch, and as many calls make the step: the state also holds the sum of
 * their gradients, and the update is taken in the call whose scalar `last` is 1. Buffers advance with every call.
 *
 * @param scalars names of the numbers that the optimizer is given from outside
 * @param batchSize of one call
 * @param parts calls per optimizer step
 */
export function trainProgram(
  model: TrialModel,
  optimizer: Optimizer,
  {
    input,
    batchSize,
    scalars,
    parts,
  }: { input: ModelInput; batchSize: number; scalars: readonly string[]; parts: number },
): StepProgram {
  const { backbone, trained, freeze } = model;
  const tail = Object.keys(model.tail);
  return {
    name: `train ${model.description}`,
    state: stateSpecs(model, optimizer, parts),
    batch: { x: input.spec(batchSize), labels: { shape: [batchSize], dtype: 'int32' } },
    scalars: ['label_smoothing', ...(parts > 1 ? ['last'] : []), ...scalars],
    step({ state, batch, scalars: numbers, noise }) {
      const forward = (): { loss: Tensor; aux: TensorRecord } => {
        const { output, buffers } = functionalCall(
          backbone,
          pick(state, tail),
          input.prepare(entry(batch, 'x')),
          {
            train: true,
            noise,
            from: freeze.frozenStages,
          },
        );
        return {
          loss: crossEntropy(output, entry(batch, 'labels'), entry(numbers, 'label_smoothing')),
          aux: buffers,
        };
      };
      const parameters = trained.map((key) => entry(state, key));
      const { loss, aux, gradients } = valueAndGradients(forward, parameters);
      const before = {
        parameter: flatten(parameters),
        moments: Object.fromEntries(optimizer.moments.map((name) => [name, entry(state, momentKey(name))])),
      };
      const whole = flatten(parameters.map((parameter, i) => gradients[i] ?? ops.zeros(parameter.shape)));
      const gradient = parts === 1 ? whole : ops.add(entry(state, GRADIENT_SUM), ops.mul(whole, 1 / parts));
      const step = optimizer.update({ ...before, gradient, scalars: numbers });
      const next: TensorRecord = { ...aux };
      let updated = step;
      if (parts > 1) {
        const last = ops.greater(entry(numbers, 'last'), 0);
        updated = {
          parameter: ops.where(last, step.parameter, before.parameter),
          moments: Object.fromEntries(
            Object.entries(step.moments).map(([name, values]) => [
              name,
              ops.where(last, values, entry(before.moments, name)),
            ]),
          ),
        };
        next[GRADIENT_SUM] = ops.where(last, ops.zeros(gradient.shape), gradient);
      }
      const sizes = parameters.map(({ size }) => size);
      ops.split(updated.parameter, sizes, 0).forEach((values, i) => {
        // A parameter without a gradient stays where it is, as in torch: not even weight decay moves it.
        if (gradients[i]) next[entry(trained, i)] = ops.reshape(values, entry(parameters, i).shape);
      });
      for (const [name, values] of Object.entries(updated.moments)) next[momentKey(name)] = values;
      return { state: next, outputs: { loss } };
    },
  };
}

const flatten = (tensors: readonly Tensor[]): Tensor =>
  ops.concat(
    tensors.map((tensor) => ops.reshape(tensor, [tensor.size])),
    0,
  );

function stateSpecs(model: TrialModel, optimizer: Optimizer, parts: number): SpecRecord {
  const specs: SpecRecord = Object.fromEntries(
    Object.entries(model.tail).map(([key, { shape, dtype }]) => [key, { shape, dtype }]),
  );
  for (const moment of optimizer.moments)
    specs[momentKey(moment)] = { shape: [trainedSize(model)], dtype: 'float32' };
  if (parts > 1) specs[GRADIENT_SUM] = { shape: [trainedSize(model)], dtype: 'float32' };
  return specs;
}
