import { kernelNames, type KernelName, type PoolAttributes } from '../kernels/attributes.js';
import type { HostRecord, HostTensor } from '../tensor.js';

/** One call of a kernel. */
export interface KernelCase {
  readonly inputs: HostRecord;
  readonly attributes?: object;
  /** Inputs with a gradient. */
  readonly differentiable?: readonly string[];
  /** Half the distance of the central difference; 0.01 where the kernel is not linear. */
  readonly step?: number;
  /** Outputs without a gradient come after these. */
  readonly outputs?: number;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
export const tensor = (shape: number[], value: (i: number) => number): HostTensor => ({
  shape,
  dtype: 'float32',
  data: Float32Array.from({ length: sizeOf(shape) }, (_, i) => value(i)),
});
export const wave = (shape: number[], scale = 1): HostTensor =>
  tensor(shape, (i) => scale * Math.sin(1 + i * 1.7));
/** All values apart by more than the steps: no tie is crossed. */
const distinct = (shape: number[]): HostTensor =>
  tensor(shape, (i) => ((i * 7919) % sizeOf(shape)) / 4 - sizeOf(shape) / 8);

const convolution = (
  x: number[],
  filter: number[],
  attributes: { stride?: number[]; padding?: number[]; dilation?: number[]; groups?: number },
) => {
  const { stride = [1, 1], padding = [0, 0], dilation = [1, 1], groups = 1 } = attributes;
  const output = ([0, 1] as const).map((axis) => {
    const reach = (dilation[axis] ?? 1) * ((filter[axis + 2] ?? 1) - 1) + 1;
    return Math.floor(((x[axis + 2] ?? 1) + 2 * (padding[axis] ?? 0) - reach) / (stride[axis] ?? 1)) + 1;
  });
  return {
    x,
    filter,
    dy: [x[0] ?? 1, filter[0] ?? 1, ...output],
    attributes: { stride, padding, dilation, groups },
  };
};
const convolutions = [
  convolution([2, 3, 7, 5], [4, 3, 3, 3], { padding: [1, 1] }),
  convolution([2, 3, 8, 5], [4, 3, 3, 2], { stride: [2, 2], padding: [1, 0] }),
  convolution([1, 2, 9, 10], [3, 2, 5, 1], { stride: [3, 1], padding: [2, 0] }),
  convolution([2, 2, 9, 8], [3, 2, 3, 3], { dilation: [2, 1], padding: [2, 1] }),
  convolution([2, 4, 9, 9], [4, 4, 3, 3], { dilation: [2, 2], stride: [2, 2], padding: [2, 2] }),
  convolution([2, 6, 6, 7], [9, 2, 3, 3], { groups: 3, stride: [2, 2], padding: [1, 1] }),
  convolution([2, 4, 7, 6], [4, 1, 3, 3], { groups: 4, stride: [2, 2], padding: [1, 1] }),
  convolution([2, 3, 5, 6], [6, 1, 3, 2], { groups: 3, stride: [1, 2], padding: [1, 1] }),
  convolution([2, 4, 8, 7], [8, 1, 3, 3], { groups: 4, dilation: [2, 2], padding: [2, 2] }),
  convolution([3, 5, 1, 1], [7, 5, 1, 1], {}),
];

const pools: readonly PoolAttributes[] = [
  { kernel: [2, 2], stride: [2, 2], padding: [0, 0], dilation: [1, 1], ceilMode: false },
  { kernel: [3, 3], stride: [2, 2], padding: [1, 1], dilation: [1, 1], ceilMode: false },
  { kernel: [3, 2], stride: [2, 3], padding: [1, 0], dilation: [1, 1], ceilMode: true },
  { kernel: [2, 2], stride: [1, 2], padding: [1, 1], dilation: [2, 1], ceilMode: false },
];
const pooled = [2, 3, 7, 8];
const averages = pools
  .map(({ kernel, stride, padding, ceilMode }) => ({
    kernel,
    stride,
    padding,
    ceilMode,
    countIncludePad: true,
    divisorOverride: 0,
  })) // prettier-ignore
  .flatMap((pool) => [pool, { ...pool, countIncludePad: false }, { ...pool, divisorOverride: 5 }]);
/** What a pool of the images gives: read off the kernel's own output. */
const poolOutput = ({
  kernel,
  stride,
  padding,
  dilation = [1, 1],
  ceilMode,
}: Partial<PoolAttributes>): number[] => [
  2,
  3,
  ...([0, 1] as const).map((axis) => {
    const [input, k, s, p] = [
      pooled[axis + 2] ?? 1,
      kernel?.[axis] ?? 1,
      stride?.[axis] ?? 1,
      padding?.[axis] ?? 0,
    ];
    const span = input + 2 * p - (dilation[axis] ?? 1) * (k - 1) - 1;
    const count = (ceilMode ? Math.ceil(span / s) : Math.floor(span / s)) + 1;
    return ceilMode && (count - 1) * s >= input + p ? count - 1 : count;
  }),
];

const epsilon = 1e-3;
const statistics = {
  mean: wave([3], 0.5),
  variance: tensor([3], (i) => 0.5 + i),
  weight: wave([3]),
  bias: wave([3]),
};
const normalized = [
  [4, 3, 5, 3],
  [5, 3],
  [3, 3, 7],
];
const soft = tensor([5, 7], (i) => ((i * 3) % 5) / 10);

/** Odd sizes, unequal axes, strides that leave a rest, groups, dilation, ceil mode, ties. */
export const kernelCases: Readonly<Record<KernelName, readonly KernelCase[]>> = {
  [kernelNames.conv2d]: convolutions.map(({ x, filter, attributes }) => ({
    inputs: { x: wave(x), filter: wave(filter, 0.5) },
    attributes,
    differentiable: ['x', 'filter'],
    step: 0.5,
  })),
  [kernelNames.conv2dInputGradient]: convolutions.map(({ x, filter, dy, attributes }) => ({
    inputs: { dy: wave(dy), filter: wave(filter, 0.5) },
    attributes: { ...attributes, inputShape: x },
    differentiable: ['dy', 'filter'],
    step: 0.5,
  })),
  [kernelNames.conv2dFilterGradient]: convolutions.map(({ x, filter, dy, attributes }) => ({
    inputs: { x: wave(x), dy: wave(dy) },
    attributes: { ...attributes, filterShape: filter },
  })),
  [kernelNames.maxPool2d]: pools.map((attributes) => ({
    inputs: { x: distinct(pooled) },
    attributes,
    differentiable: ['x'],
    step: 0.05,
  })),
  [kernelNames.maxPool2dGradient]: pools.flatMap((attributes) =>
    // With ties too: the first maximum takes all.
    [distinct(pooled), tensor(pooled, (i) => i % 3)].map((x) => ({
      inputs: { x, dy: wave(poolOutput(attributes)) },
      attributes,
    })),
  ),
  [kernelNames.averagePool2d]: averages.map((attributes) => ({
    inputs: { x: wave(pooled) },
    attributes,
    differentiable: ['x'],
    step: 0.5,
  })),
  [kernelNames.averagePool2dGradient]: averages.map((attributes) => ({
    inputs: { dy: wave(poolOutput(attributes)) },
    attributes: { ...attributes, inputShape: pooled },
  })),
  [kernelNames.batchNormInference]: normalized.map((shape) => ({
    inputs: { x: wave(shape), ...statistics },
    attributes: { epsilon },
    differentiable: ['x', 'weight', 'bias'],
    step: 0.5,
  })),
  [kernelNames.batchNormTraining]: normalized.map((shape) => ({
    inputs: { x: wave(shape), weight: statistics.weight, bias: statistics.bias },
    attributes: { epsilon },
    differentiable: ['x', 'weight', 'bias'],
    outputs: 1,
  })),
  [kernelNames.batchNormTrainingGradient]: normalized.map((shape) => {
    const { mean, variance, weight } = statistics;
    return {
      inputs: { x: wave(shape), dy: wave(shape, 0.7), weight, mean, variance },
      attributes: { epsilon },
    };
  }),
  [kernelNames.softmaxCrossEntropy]: [
    { inputs: { logits: wave([5, 7], 3), targets: soft }, differentiable: ['logits'] },
    { inputs: { logits: tensor([2, 3], (i) => i * 40), targets: tensor([2, 3], (i) => i % 2) } },
  ],
  [kernelNames.softmaxCrossEntropyGradient]: [
    { inputs: { logits: wave([5, 7], 3), targets: soft, dloss: wave([5]) } },
  ],
  [kernelNames.constant]: [
    { inputs: {}, attributes: { values: Float32Array.of(1, -2, 3), shape: [3, 1], dtype: 'float32' } },
    { inputs: {}, attributes: { values: Int32Array.of(4), shape: [], dtype: 'int32' } },
  ],
};
