import {
  openEngine,
  ops,
  valueAndGradients,
  type Engine,
  type HostRecord,
  type StepProgram,
  type TensorRecord,
} from '@frostline/engine';
import { createBackbone, functionalCall } from '@frostline/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imagesByRule, stateByRule } from './support/fill-by-rule.js';
import { deviating, largestError, readGolden, type Golden } from './support/golden.js';
import { entry, nets, specsOf } from './support/records.js';

/** One forward and backward pass; outputs are logits, loss, new buffers, and gradients under `gradient/KEY`. */
function passProgram(net: string, golden: Golden, train: boolean): StepProgram {
  const dropout = net.startsWith('shufflenet') ? {} : { dropout: 0 };
  const backbone = createBackbone(net, { classes: golden.classes, ...dropout });
  const parameters = [...backbone.namedParameters()].map(([key]) => key);
  return {
    name: `${net} ${train ? 'train' : 'eval'}`,
    state: specsOf(backbone.stateDict()),
    batch: {
      x: { shape: golden.inputShape, dtype: 'float32' },
      labels: { shape: [golden.labels.length], dtype: 'int32' },
    },
    scalars: [],
    step({ state, batch, noise }) {
      const { loss, aux, gradients } = valueAndGradients(
        () => {
          const { output, buffers } = functionalCall(backbone, state, entry(batch, 'x'), { train, noise });
          const targets = ops.oneHot(entry(batch, 'labels'), golden.classes);
          return {
            loss: ops.mean(ops.softmaxCrossEntropy(output, targets)),
            aux: { logits: output, ...buffers },
          };
        },
        parameters.map((key) => entry(state, key)),
      );
      const outputs: TensorRecord = { loss, ...aux };
      for (const [index, key] of parameters.entries()) {
        const gradient = gradients[index];
        if (gradient) outputs[`gradient/${key}`] = gradient;
      }
      return { state: {}, outputs };
    },
  };
}

describe('nets compiled for ONNX Runtime against torchvision', () => {
  let engine: Engine;

  beforeAll(async () => {
    engine = await openEngine({ name: 'onnxruntime' });
  });

  afterAll(async () => {
    await engine.dispose();
  });

  it.each(
    nets.flatMap((net) => [
      { net, mode: 'eval' as const },
      { net, mode: 'train' as const },
    ]),
  )('$net in $mode mode: the same logits, loss, gradients and buffers', async ({ net, mode }) => {
    const golden = readGolden(net);
    const truth = golden[mode];
    const state = engine.createState(stateByRule(golden.stateDict));
    const step = await engine.compile(passProgram(net, golden, mode === 'train'));
    const outputs = await step.run(state, {
      batch: {
        x: imagesByRule(golden.inputShape),
        labels: { shape: [golden.labels.length], dtype: 'int32', data: Int32Array.from(golden.labels) },
      },
      scalars: {},
      noise: { seed: 0, epoch: 0, draws: new Uint32Array(golden.labels.length) },
    });
    step.dispose();
    state.dispose();

    const logits = truth.logits.flat();
    const scale = 1e-5 * Math.max(...logits.map(Math.abs));
    expect(largestError(logits, entry(outputs, 'logits').data)).toBeLessThanOrEqual(
      Math.max(scale, 10 * truth.logitsErr32),
    );
    expect(largestError([truth.loss], entry(outputs, 'loss').data)).toBeLessThanOrEqual(
      Math.max(scale, 10 * truth.lossErr32),
    );
    const gradients: HostRecord = Object.fromEntries(
      Object.keys(truth.gradients).map((key) => [key, entry(outputs, `gradient/${key}`)]),
    );
    expect(deviating(truth.gradients, gradients)).toEqual([]);
    expect(deviating(truth.buffers ?? {}, outputs)).toEqual([]);
  });
});
