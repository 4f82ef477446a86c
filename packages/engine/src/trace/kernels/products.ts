import { InputError } from '@frostline/base';
import { at, axisOf, integer, node, type TracedKernel } from '../kernel.js';
import { broadcastShape } from './elementwise.js';

/** Matrix products and look-ups. */
export const productKernels: readonly TracedKernel[] = [
  {
    name: 'BatchMatMul',
    inputs: ['a', 'b'],
    trace: (inputs, attributes) => {
      const a = at(inputs, 0);
      const b = at(inputs, 1);
      const transposeA = attributes['transposeA'] === true;
      const transposeB = attributes['transposeB'] === true;
      const batch = broadcastShape('BatchMatMul', [
        { ...a, shape: a.shape.slice(0, -2) },
        { ...b, shape: b.shape.slice(0, -2) },
      ]);
      const rows = a.shape.at(transposeA ? -1 : -2);
      const columns = b.shape.at(transposeB ? -2 : -1);
      if (rows === undefined || columns === undefined)
        throw new InputError('trace-matmul', 'matMul takes tensors of rank 2 and more', {
          found: [a.shape, b.shape],
        });
      return node({ shape: [...batch, rows, columns], dtype: 'float32' }, { transposeA, transposeB });
    },
  },
  {
    name: 'GatherV2',
    inputs: ['x', 'indices'],
    trace: (inputs, attributes) => {
      const { shape, dtype } = at(inputs, 0);
      const indices = at(inputs, 1);
      const batchDims = attributes['batchDims'];
      if (batchDims !== 0 && batchDims !== undefined)
        throw new InputError('trace-gather', 'gather with batch axes is not traced', { found: batchDims });
      const axis = axisOf(integer(attributes, 'axis'), shape.length);
      return node(
        { shape: [...shape.slice(0, axis), ...indices.shape, ...shape.slice(axis + 1)], dtype },
        { axis },
      );
    },
  },
  {
    name: 'UnsortedSegmentSum',
    inputs: ['x', 'segmentIds'],
    trace: (inputs, attributes) => {
      const { shape, dtype } = at(inputs, 0);
      const numSegments = integer(attributes, 'numSegments');
      const rest = shape.slice(at(inputs, 1).shape.length);
      return node({ shape: [numSegments, ...rest], dtype }, { numSegments });
    },
  },
];
