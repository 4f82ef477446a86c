import { InputError } from '@frostline/base';
import type { ValueSpec, ValueType } from '../../compile/graph.js';
import { at, integer, node, type TracedKernel } from '../kernel.js';

const unaryNames = [
  'Abs',
  'Ceil',
  'Erf',
  'Exp',
  'Expm1',
  'Floor',
  'Log',
  'Log1p',
  'Neg',
  'Reciprocal',
  'Relu',
  'Relu6',
  'Round',
  'Rsqrt',
  'Sigmoid',
  'Sign',
  'Softplus',
  'Sqrt',
  'Square',
  'Tanh',
];
const arithmeticNames = ['Add', 'Maximum', 'Minimum', 'Multiply', 'Pow', 'SquaredDifference', 'Sub'];
const comparisonNames = ['Equal', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'NotEqual'];
const logicNames = ['LogicalAnd', 'LogicalOr'];

const unary = (name: string): TracedKernel => ({
  name,
  inputs: ['x'],
  trace: (inputs) => node(at(inputs, 0)),
});

const binary = (name: string, dtype?: ValueType): TracedKernel => ({
  name,
  inputs: ['a', 'b'],
  trace: (inputs) => node({ shape: broadcastShape(name, inputs), dtype: dtype ?? at(inputs, 0).dtype }),
});

/** Kernels that work element by element, with NumPy's broadcasting. */
export const elementwiseKernels: readonly TracedKernel[] = [
  ...unaryNames.map(unary),
  ...arithmeticNames.map((name) => binary(name)),
  ...comparisonNames.map((name) => binary(name, 'bool')),
  ...logicNames.map((name) => binary(name, 'bool')),
  binary('RealDiv', 'float32'),
  { name: 'LogicalNot', inputs: ['x'], trace: (inputs) => node(at(inputs, 0)) },
  { name: 'AddN', inputs: 'list', trace: (inputs) => node(at(inputs, 0)) },
  {
    name: 'Step',
    inputs: ['x'],
    trace: (inputs, attributes) => node(at(inputs, 0), { alpha: integer(attributes, 'alpha') }),
  },
  {
    name: 'ClipByValue',
    inputs: ['x'],
    trace: (inputs, attributes) =>
      node(at(inputs, 0), {
        min: integer(attributes, 'clipValueMin'),
        max: integer(attributes, 'clipValueMax'),
      }),
  },
  {
    name: 'Select',
    inputs: ['condition', 't', 'e'],
    trace: (inputs) => {
      const condition = at(inputs, 0);
      const chosen = at(inputs, 1);
      // tfjs lets a rank-1 condition choose rows; the rest of this package never does, so that is refused.
      if (condition.shape.length !== chosen.shape.length)
        throw new InputError('trace-select', 'the condition of where() must have the shape of its values', {
          found: condition.shape,
          allowed: JSON.stringify(chosen.shape),
        });
      return node(chosen);
    },
  },
];

/** NumPy's broadcasting. @throws InputError `trace-broadcast` when the shapes don't fit */
export function broadcastShape(name: string, inputs: readonly ValueSpec[]): number[] {
  const rank = Math.max(...inputs.map(({ shape }) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    let length = 1;
    for (const { shape } of inputs) {
      const own = shape[axis - rank + shape.length] ?? 1;
      if (own === 1 || own === length) continue;
      if (length !== 1)
        throw new InputError('trace-broadcast', `${name} cannot broadcast its inputs`, {
          found: inputs.map((input) => input.shape),
        });
      length = own;
    }
    return length;
  });
}
