import { valueAndGradients, type SpecRecord, type StepProgram, type TensorRecord } from '@frostline/engine';
import { functionalCall } from '@frostline/model';
import { crossEntropy } from '../losses/cross-entropy.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import type { TrialModel } from '../trial-model.js';
import type { ModelInput } from './model-input.js';
import { entry, momentKey, pick } from './records.js';

/**
 * One optimizer step of a trial as a pure function: preprocess, forward, loss, gradients, update.
 *
 * State: the tail's parameters and buffers under their state-dict keys, each trained parameter's moments under
 * `moment/key`. Batch: `x` and `labels`. Output: `loss`, the batch's mean.
 *
 * @param scalars names of the numbers that the optimizer is given from outside
 */
export function trainProgram(
  model: TrialModel,
  optimizer: Optimizer,
  { input, batchSize, scalars }: { input: ModelInput; batchSize: number; scalars: readonly string[] },
): StepProgram {
  const { backbone, trained, freeze } = model;
  const tail = Object.keys(model.tail);
  const movedBy = (values: TensorRecord, key: string): TensorRecord =>
    Object.fromEntries(optimizer.moments.map((moment) => [moment, entry(values, momentKey(moment, key))]));
  return {
    name: `train ${model.description}`,
    state: stateSpecs(model, optimizer),
    batch: { x: input.spec(batchSize), labels: { shape: [batchSize], dtype: 'int32' } },
    scalars: ['label_smoothing', ...scalars],
    step({ state, batch, scalars: numbers, noise }) {
      const forward = (): { loss: ReturnType<typeof crossEntropy>; aux: TensorRecord } => {
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
      const next: TensorRecord = { ...aux };
      trained.forEach((key, i) => {
        const gradient = gradients[i];
        if (!gradient) return;
        const updated = optimizer.update({
          parameter: entry(state, key),
          gradient,
          moments: movedBy(state, key),
          scalars: numbers,
        });
        next[key] = updated.parameter;
        for (const [moment, value] of Object.entries(updated.moments)) next[momentKey(moment, key)] = value;
      });
      return { state: next, outputs: { loss } };
    },
  };
}

function stateSpecs({ tail, trained }: TrialModel, optimizer: Optimizer): SpecRecord {
  const specs: SpecRecord = Object.fromEntries(
    Object.entries(tail).map(([key, { shape, dtype }]) => [key, { shape, dtype }]),
  );
  for (const key of trained)
    for (const moment of optimizer.moments) specs[momentKey(moment, key)] = entry(specs, key);
  return specs;
}
