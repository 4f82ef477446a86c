import { kernelNames } from '../../kernels/attributes.js';
import { at, axisOf, integer, node, type TracedKernel } from '../kernel.js';

/** BatchNorm, softmax and the cross-entropy on top of it. */
export const normalizationKernels: readonly TracedKernel[] = [
  {
    name: kernelNames.batchNormInference,
    inputs: ['x', 'mean', 'variance', 'weight', 'bias'],
    trace: (inputs, attributes) => node(at(inputs, 0), { epsilon: integer(attributes, 'epsilon') }),
  },
  {
    name: kernelNames.batchNormTraining,
    inputs: ['x', 'weight', 'bias'],
    trace: (inputs, attributes) => ({
      kind: 'node',
      outputs: [at(inputs, 0), at(inputs, 1), at(inputs, 1)],
      attributes: { epsilon: integer(attributes, 'epsilon') },
    }),
  },
  {
    name: kernelNames.batchNormTrainingGradient,
    inputs: ['x', 'dy', 'weight', 'mean', 'variance'],
    trace: (inputs, attributes) => ({
      kind: 'node',
      outputs: [at(inputs, 0), at(inputs, 2), at(inputs, 2)],
      attributes: { epsilon: integer(attributes, 'epsilon') },
    }),
  },
  {
    name: kernelNames.softmaxCrossEntropy,
    inputs: ['logits', 'targets'],
    trace: (inputs) => node({ shape: at(inputs, 0).shape.slice(0, 1), dtype: 'float32' }),
  },
  {
    name: kernelNames.softmaxCrossEntropyGradient,
    inputs: ['logits', 'targets', 'dloss'],
    trace: (inputs) => node(at(inputs, 0)),
  },
  {
    name: 'Softmax',
    inputs: ['logits'],
    trace: (inputs, attributes) => {
      const logits = at(inputs, 0);
      return node(logits, { axis: axisOf(integer(attributes, 'dim'), logits.shape.length) });
    },
  },
];
