import { numberOf } from '../../compile/attributes.js';
import { sameShape } from '../../check-call.js';
import type { Node } from '../../compile/graph.js';
import type { OnnxBuilder } from '../builder.js';
import { onnxTypes } from '../model.js';
import { input, output, single, type Lowering, type Lowerings } from '../lowering.js';

/** Kernels that are one ONNX operator. */
const operators: Readonly<Record<string, string>> = {
  Abs: 'Abs',
  Add: 'Add',
  Ceil: 'Ceil',
  Equal: 'Equal',
  Erf: 'Erf',
  Exp: 'Exp',
  Floor: 'Floor',
  Greater: 'Greater',
  GreaterEqual: 'GreaterOrEqual',
  Less: 'Less',
  LessEqual: 'LessOrEqual',
  Log: 'Log',
  LogicalAnd: 'And',
  LogicalNot: 'Not',
  LogicalOr: 'Or',
  Maximum: 'Max',
  Minimum: 'Min',
  Multiply: 'Mul',
  Neg: 'Neg',
  Pow: 'Pow',
  RealDiv: 'Div',
  Reciprocal: 'Reciprocal',
  Relu: 'Relu',
  Round: 'Round',
  Sigmoid: 'Sigmoid',
  Sign: 'Sign',
  Softplus: 'Softplus',
  Sqrt: 'Sqrt',
  Sub: 'Sub',
  Tanh: 'Tanh',
};

const direct = (operator: string): Lowering =>
  single((node, builder) => builder.emit(operator, operands(node, builder)));

export const elementwiseLowerings: Lowerings = {
  ...Object.fromEntries(Object.entries(operators).map(([kernel, operator]) => [kernel, direct(operator)])),
  AddN: single((node, builder) => builder.emit('Sum', operands(node, builder))),
  Square: single((node, builder) => {
    const x = builder.tensor(input(node, 0));
    return builder.emit('Mul', [x, x]);
  }),
  SquaredDifference: single((node, builder) => {
    const difference = builder.emit('Sub', operands(node, builder));
    return builder.emit('Mul', [difference, difference]);
  }),
  Rsqrt: single((node, builder) =>
    builder.emit('Reciprocal', [builder.emit('Sqrt', [builder.tensor(input(node, 0))])]),
  ),
  NotEqual: single((node, builder) => builder.emit('Not', [builder.emit('Equal', operands(node, builder))])),
  Expm1: single((node, builder) =>
    builder.emit('Sub', [builder.emit('Exp', [builder.tensor(input(node, 0))]), builder.scalar(1)]),
  ),
  Log1p: single((node, builder) =>
    builder.emit('Log', [builder.emit('Add', [builder.tensor(input(node, 0)), builder.scalar(1)])]),
  ),
  Relu6: single((node, builder) =>
    builder.emit('Clip', [builder.tensor(input(node, 0)), builder.scalar(0), builder.scalar(6)]),
  ),
  // Not traced: the compiler's own form of hardsigmoid.
  HardSigmoid: single((node, builder) =>
    builder.emit('HardSigmoid', [builder.tensor(input(node, 0))], {
      alpha: { float: 1 / 6 },
      beta: { float: 0.5 },
    }),
  ),
  ClipByValue: single((node, builder) => {
    const x = input(node, 0);
    const bound = (name: string): string => builder.scalar(numberOf(node, name), x.dtype);
    return builder.emit('Clip', [builder.tensor(x), bound('min'), bound('max')]);
  }),
  Step: single((node, builder) => {
    const x = builder.tensor(input(node, 0));
    const positive = builder.emit('Greater', [x, builder.scalar(0)]);
    return builder.emit('Where', [positive, builder.scalar(1), builder.scalar(numberOf(node, 'alpha'))]);
  }),
  Select: single((node, builder) => {
    const condition = input(node, 0);
    const named = builder.tensor(condition);
    const flag = condition.dtype === 'bool' ? named : builder.emit('Cast', [named], { to: onnxTypes.bool });
    // The condition spans the whole shape, so uniform branches stay scalars.
    const branch = (index: number): string => {
      const value = input(node, index);
      const uniform = builder.uniform(value);
      return uniform === undefined ? builder.tensor(value) : builder.scalar(uniform, value.dtype);
    };
    return builder.emit('Where', [flag, branch(1), branch(2)]);
  }),
};

/** Names of the inputs; uniform constants stay scalars when another input already spans the output. */
function operands(node: Node, builder: OnnxBuilder): string[] {
  const { shape } = output(node);
  const spanned = node.inputs.some(
    (value) => builder.uniform(value) === undefined && sameShape(value.shape, shape),
  );
  return node.inputs.map((value) => {
    const uniform = builder.uniform(value);
    return spanned && uniform !== undefined ? builder.scalar(uniform, value.dtype) : builder.tensor(value);
  });
}
