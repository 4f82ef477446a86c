import { InputError } from '@frostline/base';
import type { ConstantData, ValueType } from '../../compile/graph.js';
import { kernelNames } from '../../kernels/attributes.js';
import { at, integer, integers, node, type TracedKernel } from '../kernel.js';

/** Kernels that make tensors out of nothing, or of a shape. */
export const creationKernels: readonly TracedKernel[] = [
  {
    name: kernelNames.constant,
    inputs: [],
    trace: (_, attributes) => ({
      kind: 'constant',
      output: { shape: integers(attributes, 'shape'), dtype: attributes['dtype'] as ValueType },
      data: attributes['values'] as ConstantData,
    }),
  },
  {
    name: 'Fill',
    inputs: [],
    trace: (_, attributes) => {
      const value = attributes['value'];
      if (typeof value !== 'number' && typeof value !== 'boolean')
        throw new InputError('trace-fill', 'fill takes a number', { found: value });
      const dtype = (attributes['dtype'] as ValueType | undefined) ?? 'float32';
      return {
        kind: 'uniform',
        output: { shape: integers(attributes, 'shape'), dtype },
        value: Number(value),
      };
    },
  },
  {
    name: 'ZerosLike',
    inputs: ['x'],
    trace: (inputs) => ({ kind: 'uniform', output: at(inputs, 0), value: 0 }),
  },
  {
    name: 'OnesLike',
    inputs: ['x'],
    trace: (inputs) => ({ kind: 'uniform', output: at(inputs, 0), value: 1 }),
  },
  {
    name: 'OneHot',
    inputs: ['indices'],
    trace: (inputs, attributes) => {
      const depth = integer(attributes, 'depth');
      const dtype = (attributes['dtype'] as ValueType | undefined) ?? 'int32';
      return node(
        { shape: [...at(inputs, 0).shape, depth], dtype },
        { depth, onValue: integer(attributes, 'onValue'), offValue: integer(attributes, 'offValue') },
      );
    },
  },
];
