import { sameShape } from '../../check-call.js';
import { sizeOf, type ValueType } from '../../compile/graph.js';
import { at, axisOf, integer, integers, node, type TracedKernel } from '../kernel.js';

/** Kernels that re-arrange or re-type elements without computing. */
export const shapeKernels: readonly TracedKernel[] = [
  { name: 'Identity', inputs: ['x'], trace: () => ({ kind: 'alias' }) },
  {
    name: 'Reshape',
    inputs: ['x'],
    trace: (inputs, attributes) => {
      const { shape: from, dtype } = at(inputs, 0);
      const wanted = integers(attributes, 'shape');
      const known = sizeOf(wanted.filter((length) => length !== -1));
      const shape = wanted.map((length) => (length === -1 ? sizeOf(from) / known : length));
      return sameShape(from, shape) ? { kind: 'alias' } : node({ shape, dtype }, { shape });
    },
  },
  {
    name: 'ExpandDims',
    inputs: ['input'],
    trace: (inputs, attributes) => {
      const { shape: from, dtype } = at(inputs, 0);
      const shape = [...from];
      shape.splice(axisOf(integer(attributes, 'dim'), from.length + 1), 0, 1);
      return { kind: 'node', outputs: [{ shape, dtype }], attributes: { shape } };
    },
  },
  {
    name: 'Transpose',
    inputs: ['x'],
    trace: (inputs, attributes) => {
      const { shape, dtype } = at(inputs, 0);
      const perm = integers(attributes, 'perm');
      if (perm.every((from, axis) => from === axis)) return { kind: 'alias' };
      return node({ shape: perm.map((axis) => shape[axis] ?? 1), dtype }, { perm });
    },
  },
  {
    name: 'Tile',
    inputs: ['x'],
    trace: (inputs, attributes) => {
      const { shape, dtype } = at(inputs, 0);
      const reps = integers(attributes, 'reps');
      if (reps.every((count) => count === 1)) return { kind: 'alias' };
      return node({ shape: shape.map((length, axis) => length * (reps[axis] ?? 1)), dtype }, { reps });
    },
  },
  {
    name: 'Cast',
    inputs: ['x'],
    trace: (inputs, attributes) => {
      const { shape, dtype } = at(inputs, 0);
      const to = attributes['dtype'] as ValueType;
      return dtype === to ? { kind: 'alias' } : node({ shape, dtype: to }, { dtype: to });
    },
  },
];
