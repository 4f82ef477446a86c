import {
  ops,
  valueAndGradients,
  type SpecRecord,
  type StepProgram,
  type Tensor,
  type TensorRecord,
} from '@frostline/engine';
import { functionalCall, type Penalty } from '@frostline/model';
import type { Loss } from '../losses/loss.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import { groupSize, groupsKeys, type PhaseModel } from '../phase-model.js';
import { averagedKeys, nextAverages } from './averages.js';
import { clipGradients } from './clip-gradients.js';
import type { ModelInput } from './model-input.js';
import { anchorKey, averageKey, entry, gradientSumKey, momentKey, pick, scalarKey } from './records.js';

/** What a train program does; numbers come in with every step. */
export interface TrainRecipe {
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly input: ModelInput;
  /** Images of one call. */
  readonly batchSize: number;
  readonly classes: number;
  /** Calls per optimizer step. */
  readonly parts: number;
  /** Whether the norm of all gradients together is limited. */
  readonly clips: boolean;
  /** Whether a moving average of the weights is kept. */
  readonly averages: boolean;
  /** Names of the numbers that the loss is given from outside. */
  readonly lossScalars: readonly string[];
  /** Names of those that the optimizer is given for each group. */
  readonly scalars: readonly string[];
}

/**
 * One optimizer step of a trial as a pure function: preprocess, forward, loss, gradients, update.
 *
 * State: the tail's parameters and buffers under their state-dict keys; for each group of parameters each moment, its
 * parameters one after another as one vector: an update is then a handful of nodes, however many parameters there are;
 * as another such vector the values to which a penalty pulls; and moving averages. Batch: `x`, `labels` and
 * `class_weights`. Output: `loss`, the batch's mean, without penalties.
 *
 * Gradients are clipped before penalties and weight decay come to them.
 *
 * With more than one part a call sees one micro-batch, and as many calls make the step: the state also holds the sum of
 * their gradients, and the update is taken in the call whose scalar `last` is 1. Buffers advance with every call.
 */
export function trainProgram(model: PhaseModel, recipe: TrainRecipe): StepProgram {
  const { loss, optimizer, input, batchSize, classes, parts, clips, averages, lossScalars, scalars } = recipe;
  const { backbone, groups, freeze } = model;
  const tail = Object.keys(model.tail);
  const trained = groupsKeys(groups);
  const averaged = averages ? averagedKeys(model) : [];
  return {
    name: `train ${model.description}`,
    state: stateSpecs(model, recipe, averaged),
    batch: {
      x: input.spec(batchSize),
      labels: { shape: [batchSize], dtype: 'int32' },
      class_weights: { shape: [classes], dtype: 'float32' },
    },
    scalars: [
      ...lossScalars,
      ...(parts > 1 ? ['last'] : []),
      ...(clips ? ['clip_norm'] : []),
      ...(averages ? ['average_share'] : []),
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
        const value = loss.loss({
          ops,
          logits: output,
          labels: entry(batch, 'labels'),
          classWeights: entry(batch, 'class_weights'),
          scalars: pick(numbers, lossScalars),
        });
        return { loss: value, aux: buffers };
      };
      const {
        loss: mean,
        aux,
        gradients,
      } = valueAndGradients(
        forward,
        trained.map((key) => entry(state, key)),
      );
      const gradientOf = new Map(trained.map((key, i) => [key, gradients[i]]));
      const next: TensorRecord = { ...aux };
      const last = parts > 1 ? ops.greater(entry(numbers, 'last'), 0) : undefined;
      const ofStep = groups.map(({ keys }, group) => {
        const whole = flatten(keys.map((key) => gradientOf.get(key) ?? ops.zeros(entry(state, key).shape)));
        if (last === undefined) return whole;
        const sum = ops.add(entry(state, gradientSumKey(group)), ops.mul(whole, 1 / parts));
        next[gradientSumKey(group)] = ops.where(last, ops.zeros(sum.shape), sum);
        return sum;
      });
      const clipped = clips ? clipGradients(ofStep, entry(numbers, 'clip_norm')) : ofStep;
      for (const [group, { keys, penalty }] of groups.entries()) {
        const parameters = keys.map((key) => entry(state, key));
        const sizes = parameters.map(({ size }) => size);
        const before = {
          parameter: flatten(parameters),
          moments: Object.fromEntries(
            optimizer.moments.map((name) => [name, entry(state, momentKey(name, group))]),
          ),
        };
        // From where a penalty pulls: its gradient is this times its strength.
        const offset = ({ towards }: Penalty): Tensor =>
          towards === 'zero' ? before.parameter : ops.sub(before.parameter, entry(state, anchorKey(group)));
        const gradient = entry(clipped, group);
        const step = optimizer.update({
          ...before,
          sizes,
          gradient:
            penalty === null
              ? gradient
              : ops.add(gradient, ops.mul(offset(penalty), entry(numbers, scalarKey('penalty', group)))),
          scalars: Object.fromEntries(scalars.map((name) => [name, entry(numbers, scalarKey(name, group))])),
        });
        const updated =
          last === undefined
            ? step
            : {
                parameter: ops.where(last, step.parameter, before.parameter),
                moments: Object.fromEntries(
                  Object.entries(step.moments).map(([name, values]) => [
                    name,
                    ops.where(last, values, entry(before.moments, name)),
                  ]),
                ),
              };
        ops.split(updated.parameter, sizes, 0).forEach((values, i) => {
          const key = entry(keys, i);
          // A parameter without a gradient stays where it is, as in torch: not even weight decay moves it.
          if (gradientOf.get(key)) next[key] = ops.reshape(values, entry(parameters, i).shape);
        });
        for (const [name, values] of Object.entries(updated.moments)) next[momentKey(name, group)] = values;
      }
      if (averages) {
        const share = entry(numbers, 'average_share');
        Object.assign(next, nextAverages(averaged, { state, next, share }));
      }
      return { state: next, outputs: { loss: mean } };
    },
  };
}

const flatten = (tensors: readonly Tensor[]): Tensor =>
  ops.concat(
    tensors.map((tensor) => ops.reshape(tensor, [tensor.size])),
    0,
  );

function stateSpecs(
  model: PhaseModel,
  { optimizer, parts }: Pick<TrainRecipe, 'optimizer' | 'parts'>,
  averaged: readonly string[],
): SpecRecord {
  const specs: SpecRecord = Object.fromEntries(
    Object.entries(model.tail).map(([key, { shape, dtype }]) => [key, { shape, dtype }]),
  );
  for (const key of averaged) specs[averageKey(key)] = entry(specs, key);
  for (const [group, { keys, penalty }] of model.groups.entries()) {
    const vector = { shape: [groupSize(model, { keys })], dtype: 'float32' } as const;
    for (const moment of optimizer.moments) specs[momentKey(moment, group)] = vector;
    if (parts > 1) specs[gradientSumKey(group)] = vector;
    if (penalty?.towards === 'pretrained') specs[anchorKey(group)] = vector;
  }
  return specs;
}
