import { kernelNames } from '../../kernels/attributes.js';
import { poolOutputSize } from '../../kernels/output-size.js';
import type { Attributes } from '../../compile/graph.js';
import { at, integer, integers, node, pair, type RawAttributes, type TracedKernel } from '../kernel.js';

/** Pooling and its gradients, NCHW. */
export const poolingKernels: readonly TracedKernel[] = [
  {
    name: kernelNames.maxPool2d,
    inputs: ['x'],
    trace: (inputs, raw) => {
      const attributes = maxAttributes(raw);
      return node({ shape: pooledShape(at(inputs, 0).shape, attributes), dtype: 'float32' }, attributes);
    },
  },
  {
    name: kernelNames.maxPool2dGradient,
    inputs: ['x', 'dy'],
    trace: (inputs, raw) => node(at(inputs, 0), maxAttributes(raw)),
  },
  {
    name: kernelNames.averagePool2d,
    inputs: ['x'],
    trace: (inputs, raw) => {
      const attributes = averageAttributes(raw);
      return node({ shape: pooledShape(at(inputs, 0).shape, attributes), dtype: 'float32' }, attributes);
    },
  },
  {
    name: kernelNames.averagePool2dGradient,
    inputs: ['dy'],
    trace: (_, raw) => {
      const inputShape = integers(raw, 'inputShape');
      return node({ shape: inputShape, dtype: 'float32' }, { ...averageAttributes(raw), inputShape });
    },
  },
];

interface Pool extends Attributes {
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly ceilMode: boolean;
}

function maxAttributes(raw: RawAttributes): Pool {
  return {
    kernel: pair(raw, 'kernel'),
    stride: pair(raw, 'stride'),
    padding: pair(raw, 'padding'),
    dilation: pair(raw, 'dilation'),
    ceilMode: raw['ceilMode'] === true,
  };
}

function averageAttributes(raw: RawAttributes): Pool {
  return {
    ...maxAttributes({ ...raw, dilation: [1, 1] }),
    countIncludePad: raw['countIncludePad'] === true,
    divisorOverride: integer(raw, 'divisorOverride'),
  };
}

function pooledShape(
  [batch = 1, channels = 1, height = 1, width = 1]: readonly number[],
  pool: Pool,
): number[] {
  return [batch, channels, ...poolOutputSize([height, width], pool)];
}
