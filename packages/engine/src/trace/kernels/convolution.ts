import { InputError } from '@frostline/base';
import { kernelNames } from '../../kernels/attributes.js';
import { convolutionOutputSize } from '../../kernels/output-size.js';
import type { Attributes, ValueSpec } from '../../compile/graph.js';
import { at, integer, integers, node, pair, type RawAttributes, type TracedKernel } from '../kernel.js';

/** Convolution and its two gradients, NCHW × OIHW. */
export const convolutionKernels: readonly TracedKernel[] = [
  {
    name: kernelNames.conv2d,
    inputs: ['x', 'filter'],
    trace: (inputs, raw) => {
      const x = at(inputs, 0);
      const filter = at(inputs, 1);
      const attributes = convolutionAttributes(raw);
      return node({ shape: outputShape(x, filter, attributes), dtype: 'float32' }, attributes);
    },
  },
  {
    name: kernelNames.conv2dInputGradient,
    inputs: ['dy', 'filter'],
    trace: (_, raw) => {
      const inputShape = integers(raw, 'inputShape');
      return node({ shape: inputShape, dtype: 'float32' }, { ...convolutionAttributes(raw), inputShape });
    },
  },
  {
    name: kernelNames.conv2dFilterGradient,
    inputs: ['x', 'dy'],
    trace: (_, raw) => {
      const filterShape = integers(raw, 'filterShape');
      return node({ shape: filterShape, dtype: 'float32' }, { ...convolutionAttributes(raw), filterShape });
    },
  },
];

interface Convolution extends Attributes {
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly groups: number;
}

function convolutionAttributes(raw: RawAttributes): Convolution {
  return {
    stride: pair(raw, 'stride'),
    padding: pair(raw, 'padding'),
    dilation: pair(raw, 'dilation'),
    groups: integer(raw, 'groups'),
  };
}

function outputShape(x: ValueSpec, filter: ValueSpec, attributes: Convolution): number[] {
  const [batch = 1, channels = 1, height = 1, width = 1] = x.shape;
  const [outChannels = 1, groupChannels = 1, kernelHeight = 1, kernelWidth = 1] = filter.shape;
  if (channels !== groupChannels * attributes.groups || outChannels % attributes.groups !== 0)
    throw new InputError('conv-channels', 'the channels of a convolution do not fit its filter', {
      found: { x: x.shape, filter: filter.shape, groups: attributes.groups },
    });
  const size = convolutionOutputSize([height, width], [kernelHeight, kernelWidth], attributes);
  return [batch, outChannels, ...size];
}
