import {
  ops,
  valueAndGradients,
  type SpecRecord,
  type StepProgram,
  type Tensor,
  type TensorRecord,
} from '@frostline/engine';
import { functionalCall, type Penalty } from '@frostline/model';
import { crossEntropy } from '../losses/cross-entropy.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import { groupSize, type PhaseModel } from '../phase-model.js';
import type { ModelInput } from './model-input.js';
import { anchorKey, entry, gradientSumKey, momentKey, pick, scalarKey } from './records.js';

/**
 * One optimizer step of a trial as a pure function: preprocess, forward, loss, gradients, update.
 *
 * State: the tail's parameters and buffers under their state-dict keys; for each group of parameters each moment, its
 * parameters one after another as one vector: an update is then a handful of nodes, however many parameters there are;
 * and as another such vector the values to which a penalty pulls. Batch: `x` and `labels`. Output: `loss`, the batch's
 * mean, without penalties.
 *
 * With more than one part a call sees one micro-batch, and as many calls make the step: the state also holds the sum of
 * their gradients, and the update is taken in the call whose scalar `last` is 1. Buffers advance with every call.
 *
 * @param scalars names of the numbers that the optimizer is given from outside, for each group
 * @param batchSize of one call
 * @param parts calls per optimizer step
 */
export function trainProgram(
  model: PhaseModel,
  optimizer: Optimizer,
  {
    input,
    batchSize,
    scalars,
    parts,
  }: { input: ModelInput; batchSize: number; scalars: readonly string[]; parts: number },
): StepProgram {
  const { backbone, groups, freeze } = model;
  const tail = Object.keys(model.tail);
  const trained = groups.flatMap(({ keys }) => keys);
  return {
    name: `train ${model.description}`,
    state: stateSpecs(model, optimizer, parts),
    batch: { x: input.spec(batchSize), labels: { shape: [batchSize], dtype: 'int32' } },
    scalars: [
      'label_smoothing',
      ...(parts > 1 ? ['last'] : []),
      ...groups.flatMap(({ penalty }, group) =>
        [...scalars, ...(penalty === null ? [] : ['penalty'])].map((name) => scalarKey(name, group)),
      ),
    ],
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
      const { loss, aux, gradients } = valueAndGradients(
        forward,
        trained.map((key) => entry(state, key)),
      );
      const gradientOf = new Map(trained.map((key, i) => [key, gradients[i]]));
      const next: TensorRecord = { ...aux };
      for (const [group, { keys, penalty }] of groups.entries()) {
        const parameters = keys.map((key) => entry(state, key));
        const before = {
          parameter: flatten(parameters),
          moments: Object.fromEntries(
            optimizer.moments.map((name) => [name, entry(state, momentKey(name, group))]),
          ),
        };
        // From where a penalty pulls: its gradient is this times its strength.
        const offset = ({ towards }: Penalty): Tensor =>
          towards === 'zero' ? before.parameter : ops.sub(before.parameter, entry(state, anchorKey(group)));
        const whole = flatten(
          keys.map((key, i) => gradientOf.get(key) ?? ops.zeros(entry(parameters, i).shape)),
        );
        const gradient =
          parts === 1 ? whole : ops.add(entry(state, gradientSumKey(group)), ops.mul(whole, 1 / parts));
        const step = optimizer.update({
          ...before,
          gradient:
            penalty === null
              ? gradient
              : ops.add(gradient, ops.mul(offset(penalty), entry(numbers, scalarKey('penalty', group)))),
          scalars: Object.fromEntries(scalars.map((name) => [name, entry(numbers, scalarKey(name, group))])),
        });
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
          next[gradientSumKey(group)] = ops.where(last, ops.zeros(gradient.shape), gradient);
        }
        const sizes = parameters.map(({ size }) => size);
        ops.split(updated.parameter, sizes, 0).forEach((values, i) => {
          const key = entry(keys, i);
          // A parameter without a gradient stays where it is, as in torch: not even weight decay moves it.
          if (gradientOf.get(key)) next[key] = ops.reshape(values, entry(parameters, i).shape);
        });
        for (const [name, values] of Object.entries(updated.moments)) next[momentKey(name, group)] = values;
      }
      return { state: next, outputs: { loss } };
    },
  };
}

const flatten = (tensors: readonly Tensor[]): Tensor =>
  ops.concat(
    tensors.map((tensor) => ops.reshape(tensor, [tensor.size])),
    0,
  );

function stateSpecs(model: PhaseModel, optimizer: Optimizer, parts: number): SpecRecord {
  const specs: SpecRecord = Object.fromEntries(
    Object.entries(model.tail).map(([key, { shape, dtype }]) => [key, { shape, dtype }]),
  );
  for (const [group, { keys, penalty }] of model.groups.entries()) {
    const vector = { shape: [groupSize(model, { keys })], dtype: 'float32' } as const;
    for (const moment of optimizer.moments) specs[momentKey(moment, group)] = vector;
    if (parts > 1) specs[gradientSumKey(group)] = vector;
    if (penalty?.towards === 'pretrained') specs[anchorKey(group)] = vector;
  }
  return specs;
}
