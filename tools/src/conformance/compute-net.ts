import { InternalError } from '@frostline/base';
import {
  ops,
  valueAndGradients,
  type Engine,
  type EngineState,
  type HostRecord,
  type HostTensor,
  type StepProgram,
  type Tensor,
  type TensorRecord,
} from '@frostline/engine';
import { createBackbone, Dropout, functionalCall, StochasticDepth, type Backbone } from '@frostline/model';
import { imagesByRule, stateByRule } from './fill-by-rule.js';
import { summarize, type NetValues, type PassValues } from './net-values.js';
import type { Oracle } from './oracle-file.js';

/**
 * Builds the net that an oracle's file is about, fills it by rule, and runs it forward and backward in both modes.
 *
 * @throws InputError `backbone` when there is no such net
 */
export async function computeNet(engine: Engine, oracle: Oracle): Promise<NetValues> {
  const { model, seed, input, num_classes: classes } = oracle;
  const net = createBackbone(model, { classes });
  const repr = net.toString();
  for (const module of net.modules())
    if (module instanceof Dropout || module instanceof StochasticDepth) module.p = 0;
  const stored = [...net.namedState()];
  const filled = stateByRule(seed, stored);
  const state = engine.createState(filled);
  try {
    const pass = async (train: boolean) =>
      passValues(net, filled, await runPass(engine, net, state, oracle, train));
    const { logits, loss, grad } = await pass(false);
    return {
      model,
      seed,
      input,
      num_classes: classes,
      parameters: [...net.parameters()].reduce((sum, { size }) => sum + size, 0),
      repr,
      state_dict: Object.fromEntries(stored.map(([key, { shape }]) => [key, shape])),
      eval: { logits, loss, grad },
      train: await pass(true),
    };
  } finally {
    state.dispose();
  }
}

/** @returns `logits`, `loss`, `grad/KEY` of every parameter, and `buffer/KEY` of what changed */
async function runPass(
  engine: Engine,
  net: Backbone,
  state: EngineState,
  { seed, input, num_classes: classes }: Oracle,
  train: boolean,
): Promise<HostRecord> {
  const step = await engine.compile(passProgram(net, input, classes, train));
  try {
    return await step.run(state, {
      batch: {
        x: imagesByRule(seed, input.shape),
        labels: { shape: [input.labels.length], dtype: 'int32', data: Int32Array.from(input.labels) },
      },
      scalars: {},
      noise: { seed: 0, epoch: 0, draws: new Uint32Array(input.labels.length) },
    });
  } finally {
    step.dispose();
  }
}

function passProgram(
  net: Backbone,
  { shape, labels }: Oracle['input'],
  classes: number,
  train: boolean,
): StepProgram {
  const keys = Array.from(net.namedParameters(), ([key]) => key);
  return {
    name: `${net.constructor.name} ${train ? 'train' : 'eval'}`,
    state: Object.fromEntries(
      Array.from(net.namedState(), ([key, { shape: own, dtype }]) => [key, { shape: own, dtype }]),
    ),
    batch: { x: { shape, dtype: 'float32' }, labels: { shape: [labels.length], dtype: 'int32' } },
    scalars: [],
    step({ state, batch, noise }) {
      const { loss, aux, gradients } = valueAndGradients(
        () => {
          const { output, buffers } = functionalCall(net, state, entry(batch, 'x'), { train, noise });
          const targets = ops.oneHot(entry(batch, 'labels'), classes);
          return {
            loss: ops.mean(ops.softmaxCrossEntropy(output, targets)),
            aux: { logits: output, ...prefixed('buffer', Object.entries(buffers)) },
          };
        },
        keys.map((key) => entry(state, key)),
      );
      const named = keys.map((key, index) => [key, gradients[index]] as const);
      return { state: {}, outputs: { loss, ...aux, ...prefixed('grad', named) } };
    },
  };
}

/** A parameter that has no gradient is left out; a buffer that the pass left alone is as it was `filled`. */
function passValues(net: Backbone, filled: HostRecord, outputs: HostRecord): Required<PassValues> {
  const summaries = (named: Iterable<[string, unknown]>, find: (key: string) => HostTensor | undefined) =>
    Object.fromEntries(
      Array.from(named, ([key]) => [key, find(key)] as const)
        .filter((pair): pair is [string, HostTensor] => pair[1] !== undefined)
        .map(([key, tensor]) => [key, summarize(tensor)]),
    );
  const { data, shape } = entry(outputs, 'logits');
  const [count = 0, width = 0] = shape;
  return {
    logits: Array.from({ length: count }, (_, row) =>
      Array.from(data.subarray(row * width, (row + 1) * width)),
    ),
    loss: entry(outputs, 'loss').data[0] ?? Number.NaN,
    grad: summaries(net.namedParameters(), (key) => outputs[`grad/${key}`]),
    buffers: summaries(net.namedBuffers(), (key) => outputs[`buffer/${key}`] ?? filled[key]),
  };
}

const prefixed = (
  prefix: string,
  tensors: Iterable<readonly [string, Tensor | null | undefined]>,
): TensorRecord => {
  const record: TensorRecord = {};
  for (const [key, tensor] of tensors) if (tensor) record[`${prefix}/${key}`] = tensor;
  return record;
};

function entry<T>(record: Readonly<Record<string, T>>, key: string): T {
  const value = record[key];
  if (value === undefined) throw new InternalError(`a pass has no ${key}`);
  return value;
}
