import { expect, it } from 'vitest';
import { useBackend } from '../backend.js';
import { valueAndGradients } from '../gradients.js';
import { kernelNames } from '../kernels/attributes.js';
import type { Tensor } from '../tensor.js';
import { tf } from '../tfjs.js';
import { tracedKernels } from '../trace/registry.js';
import * as ops from './index.js';

type Op = Exclude<keyof typeof ops, 'tidy' | 'keep' | 'dispose' | 'memory'>;

/** A use of every op, on a parameter x [2,3] and an image [1,4,5,5] where it can be differentiated. */
const uses: Record<Op, (x: Tensor, image: Tensor) => Tensor> = {
  abs: (x) => ops.abs(x),
  adaptiveAveragePool2d: (_x, image) => ops.mul(ops.adaptiveAveragePool2d(image, [2, 3]), ops.adaptiveAveragePool2d(image, 1)), // prettier-ignore
  adaptiveMaxPool2d: (_x, image) => ops.adaptiveMaxPool2d(image, [1, 2]),
  add: (x) => ops.add(x, ops.sum(x, [0])),
  averagePool2d: (_x, image) => ops.averagePool2d(image, { kernel: 2, padding: 1 }),
  batchNorm: (_x, image) => ops.batchNorm(image, { mean: ops.zeros([4]), variance: ops.ones([4]), weight: ops.mean(image, [0, 2, 3]), bias: ops.mean(image, [0, 2, 3]) }), // prettier-ignore
  batchNormTraining: (_x, image) => ops.batchNormTraining(image, ops.ones([4]), ops.zeros([4])).y,
  cast: (x) => ops.cast(x, 'float32'),
  celu: (x) => ops.celu(x),
  concat: (x) => ops.concat([x, x], 1),
  constant: (x) => ops.mul(x, ops.constant([1, 2, 3], [3])),
  conv2d: (x, image) => ops.conv2d(image, ops.reshape(ops.slice(x, [0, 0], [2, 2]), [1, 4, 1, 1]), ops.reshape(ops.sum(x), [1])), // prettier-ignore
  convTranspose2d: (x, image) => ops.convTranspose2d(image, ops.reshape(ops.slice(x, [0, 0], [2, 2]), [4, 1, 1, 1]), null, { stride: 2, outputPadding: 1 }), // prettier-ignore
  div: (x) => ops.div(x, ops.add(ops.sum(ops.square(x), [1], true), 1)),
  dropout: (x) => ops.dropout(x, 0.5, x),
  elu: (x) => ops.elu(x),
  equal: (x) => ops.cast(ops.equal(x, x), 'float32'),
  exp: (x) => ops.exp(x),
  expandDims: (x) => ops.expandDims(x, 1),
  fill: (x) => ops.mul(x, ops.fill([3], 2)),
  flatten: (_x, image) => ops.flatten(image),
  gather: (x) => ops.gather(x, ops.constant([1, 1, 0], [3], 'int32')),
  gelu: (x) => ops.gelu(x),
  greater: (x) => ops.cast(ops.greater(x, 0), 'float32'),
  greaterEqual: (x) => ops.cast(ops.greaterEqual(x, 0), 'int32'),
  groupNorm: (_x, image) =>
    ops.groupNorm(image, { groups: 2, weight: ops.mean(image, [0, 2, 3]), bias: null }),
  hardsigmoid: (x) => ops.hardsigmoid(x),
  hardswish: (x) => ops.hardswish(x),
  hardtanh: (x) => ops.hardtanh(x),
  layerNorm: (x) => ops.layerNorm(x, { shape: [3], weight: ops.mean(x, [0]), bias: ops.mean(x, [0]) }),
  leakyRelu: (x) => ops.leakyRelu(x),
  less: (x) => ops.cast(ops.less(x, 0), 'float32'),
  lessEqual: (x) => ops.cast(ops.lessEqual(x, 0), 'float32'),
  linear: (x) => ops.linear(x, x, ops.mean(x, [1])),
  log: (x) => ops.log(ops.exp(x)),
  logSigmoid: (x) => ops.logSigmoid(x),
  logSoftmax: (x) => ops.logSoftmax(x),
  matMul: (x) => ops.add(ops.sum(ops.matMul(x, x, true)), ops.sum(ops.matMul(x, x, false, true))),
  max: (x) => ops.max(x, [1]),
  maxPool2d: (_x, image) => ops.maxPool2d(image, { kernel: 2 }),
  maximum: (x) => ops.maximum(x, ops.mean(x, [0])),
  mean: (x) => ops.mean(x, [0]),
  minimum: (x) => ops.minimum(x, ops.mean(x, [1], true)),
  mish: (x) => ops.mish(x),
  mul: (x) => ops.mul(x, ops.mean(x)),
  neg: (x) => ops.neg(x),
  onGradient: (x) => ops.onGradient(x, (dy) => ops.mul(dy, 2)),
  oneHot: (x) => ops.matMul(ops.oneHot(ops.constant([1, 0], [2], 'int32'), 2), x),
  ones: (x) => ops.mul(x, ops.ones([3])),
  pad: (x) => ops.pad(x, [[1, 0], [0, 2]]), // prettier-ignore
  padImage: (_x, image) => ops.add(ops.padImage(image, [[1, 2], [2, 1]], 'reflect'), ops.add(ops.padImage(image, [[1, 2], [2, 1]], 'replicate'), ops.padImage(image, [[1, 2], [2, 1]], 'circular'))), // prettier-ignore
  relu: (x) => ops.relu(x),
  relu6: (x) => ops.relu6(x),
  reshape: (x) => ops.reshape(x, [3, -1]),
  roll: (x) => ops.roll(x, [1, -1], [0, 1]),
  rsqrt: (x) => ops.rsqrt(ops.exp(x)),
  scalar: (x) => ops.mul(x, ops.scalar(2)),
  selu: (x) => ops.selu(x),
  sigmoid: (x) => ops.sigmoid(x),
  silu: (x) => ops.silu(x),
  slice: (x) => ops.slice(x, [0, 1], [-1, 2]),
  softmax: (x) => ops.softmax(x, 0),
  softmaxCrossEntropy: (x) => ops.softmaxCrossEntropy(x, ops.oneHot(ops.constant([0, 2], [2], 'int32'), 3)),
  softplus: (x) => ops.softplus(x),
  softsign: (x) => ops.softsign(x),
  split: (x) => ops.add(ops.sum(ops.split(x, [1, 2], 1)[1] as Tensor), ops.sum(ops.split(x, 2)[0] as Tensor)),
  sqrt: (x) => ops.sqrt(ops.exp(x)),
  square: (x) => ops.square(x),
  squeeze: (x) => ops.squeeze(ops.expandDims(x, 0)),
  stack: (x) => ops.stack([x, x], -1),
  sub: (x) => ops.sub(x, ops.mean(x, [0])),
  sum: (x) => ops.sum(x, [0]),
  tanh: (x) => ops.tanh(x),
  tile: (x) => ops.tile(x, [2, 1]),
  transpose: (x) => ops.transpose(x),
  where: (x) => ops.where(ops.greater(x, 0), x, ops.mean(x, [0])),
  zeros: (x) => ops.add(x, ops.zeros([3])),
};

/** Names of the kernels that `f` asks the backend for; not those that a kernel runs inside. */
function kernelsOf(f: () => void): Set<string> {
  const engine = tf.engine();
  const original = engine.runKernel.bind(engine);
  const names = new Set<string>();
  let depth = 0;
  engine.runKernel = ((...call: Parameters<typeof original>) => {
    if (depth === 0) names.add(call[0]);
    depth++;
    try {
      return original(...call);
    } finally {
      depth--;
    }
  }) as typeof engine.runKernel;
  try {
    f();
  } finally {
    Reflect.deleteProperty(engine, 'runKernel');
  }
  return names;
}

it('every kernel that an op or its gradient reaches can be traced', async () => {
  await useBackend('cpu');
  const reached = new Set<string>();
  ops.tidy(() => {
    const parameters = [ops.constant([1, -2, 3, -4, 5, 6], [2, 3]), ops.constant(Array.from({ length: 100 }, (_, i) => Math.sin(i)), [1, 4, 5, 5])] as const; // prettier-ignore
    for (const use of Object.values(uses))
      for (const name of kernelsOf(() => {
        valueAndGradients(() => ({ loss: ops.sum(ops.cast(use(...parameters), 'float32')) }), parameters);
      }))
        reached.add(name);
  });
  for (const name of Object.values(kernelNames)) expect(reached).toContain(name);
  const traced = new Set(tracedKernels.map(({ name }) => name));
  expect([...reached].filter((name) => !traced.has(name))).toEqual([]);
});
