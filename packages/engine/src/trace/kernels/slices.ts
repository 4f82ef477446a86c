import { InputError } from '@frostline/base';
import type { AttributeValue } from '../../compile/graph.js';
import { at, axisOf, integer, integers, node, type RawAttributes, type TracedKernel } from '../kernel.js';

/** Kernels that cut tensors apart and put them together. */
export const sliceKernels: readonly TracedKernel[] = [
  {
    name: 'Slice',
    inputs: ['x'],
    trace: (inputs, attributes) => {
      const { shape: from, dtype } = at(inputs, 0);
      const begin = from.map((_, axis) => integers(attributes, 'begin')[axis] ?? 0);
      const size = integers(attributes, 'size');
      const shape = from.map((length, axis) => {
        const wanted = size[axis] ?? -1;
        return wanted === -1 ? length - (begin[axis] ?? 0) : wanted;
      });
      return node({ shape, dtype }, { begin, size: shape });
    },
  },
  {
    name: 'SplitV',
    inputs: ['x'],
    trace: (inputs, attributes) => {
      const { shape, dtype } = at(inputs, 0);
      const axis = axisOf(integer(attributes, 'axis'), shape.length);
      const sizes = splitSizes(attributes, shape[axis] ?? 1);
      const outputs = sizes.map((size) => ({
        shape: shape.map((length, other) => (other === axis ? size : length)),
        dtype,
      }));
      return { kind: 'node', outputs, attributes: { axis, sizes } };
    },
  },
  {
    name: 'Concat',
    inputs: 'list',
    trace: (inputs, attributes) => {
      const { shape: first, dtype } = at(inputs, 0);
      const axis = axisOf(integer(attributes, 'axis'), first.length);
      if (inputs.length === 1) return { kind: 'alias' };
      const total = inputs.reduce((sum, { shape }) => sum + (shape[axis] ?? 1), 0);
      return node(
        { shape: first.map((length, other) => (other === axis ? total : length)), dtype },
        { axis },
      );
    },
  },
  {
    name: 'Pack',
    inputs: 'list',
    trace: (inputs, attributes) => {
      const { shape: first, dtype } = at(inputs, 0);
      const axis = axisOf(integer(attributes, 'axis'), first.length + 1);
      const shape = [...first];
      shape.splice(axis, 0, inputs.length);
      return node({ shape, dtype }, { axis });
    },
  },
  {
    name: 'Unpack',
    inputs: ['value'],
    trace: (inputs, attributes) => {
      const { shape, dtype } = at(inputs, 0);
      const axis = axisOf(integer(attributes, 'axis'), shape.length);
      const rest = shape.filter((_, other) => other !== axis);
      const outputs = Array.from({ length: shape[axis] ?? 0 }, () => ({ shape: rest, dtype }));
      return { kind: 'node', outputs, attributes: { axis } };
    },
  },
  {
    name: 'PadV2',
    inputs: ['x'],
    trace: (inputs, attributes) => {
      const { shape: from, dtype } = at(inputs, 0);
      const paddings = attributes['paddings'] as readonly (readonly [number, number])[];
      const shape = from.map((length, axis) => {
        const [before, after] = paddings[axis] ?? [0, 0];
        return before + length + after;
      });
      return node({ shape, dtype }, { paddings, value: integer(attributes, 'constantValue') });
    },
  },
  {
    name: 'Reverse',
    inputs: ['x'],
    trace: (inputs, attributes) => {
      const input = at(inputs, 0);
      const axes = integers(attributes, 'dims').map((axis) => axisOf(axis, input.shape.length));
      return node(input, { axes });
    },
  },
  {
    name: 'StridedSlice',
    inputs: ['x'],
    trace: (inputs, attributes) => {
      const { shape: from, dtype } = at(inputs, 0);
      for (const mask of ['ellipsisMask', 'newAxisMask', 'shrinkAxisMask'])
        if (attributes[mask] !== 0 && attributes[mask] !== undefined)
          throw new InputError('trace-strided-slice', `stridedSlice with a ${mask} is not traced`, {
            fix: 'use slice, squeeze or expandDims',
          });
      const { begin, strides, shape } = stridedRange(from, attributes);
      return node({ shape, dtype }, { begin, strides });
    },
  },
];

function splitSizes(attributes: RawAttributes, length: number): number[] {
  const given = attributes['numOrSizeSplits'];
  if (typeof given === 'number') return Array.from({ length: given }, () => length / given);
  const sizes = integers(attributes, 'numOrSizeSplits');
  const known = sizes.reduce((sum, size) => sum + Math.max(size, 0), 0);
  return sizes.map((size) => (size === -1 ? length - known : size));
}

/** TensorFlow's strided slice without its rank-changing masks; strides must be positive. */
function stridedRange(
  from: readonly number[],
  attributes: RawAttributes,
): { begin: number[]; strides: number[]; shape: number[] } & Record<string, AttributeValue> {
  const given = (name: string): readonly number[] => integers(attributes, name);
  const beginMask = integer(attributes, 'beginMask');
  const endMask = integer(attributes, 'endMask');
  const begin: number[] = [];
  const strides: number[] = [];
  const shape: number[] = [];
  for (const [axis, length] of from.entries()) {
    const stride = given('strides')[axis] ?? 1;
    if (stride < 1)
      throw new InputError('trace-strided-slice', 'stridedSlice needs positive strides', {
        found: stride,
        fix: 'use reverse',
      });
    const bound = (value: number | undefined, masked: boolean, otherwise: number): number => {
      if (value === undefined || masked) return otherwise;
      return Math.min(Math.max(value < 0 ? value + length : value, 0), length);
    };
    const first = bound(given('begin')[axis], (beginMask & (1 << axis)) !== 0, 0);
    const last = bound(given('end')[axis], (endMask & (1 << axis)) !== 0, length);
    begin.push(first);
    strides.push(stride);
    shape.push(Math.max(0, Math.ceil((last - first) / stride)));
  }
  return { begin, strides, shape };
}
