import { booleanOf, numberOf, numbersOf } from '../../compile/attributes.js';
import { onnxTypes } from '../model.js';
import { input, output, single, type Lowering, type Lowerings } from '../lowering.js';

const reduction = (operator: string): Lowering =>
  single((node, builder) => {
    const x = input(node, 0);
    const { dtype } = output(node);
    const axes = numbersOf(node, 'axes');
    const keepdims = Number(booleanOf(node, 'keepDims'));
    // Sums of truth values count them; All and Any are the least and the greatest of 0 and 1.
    const logical = dtype === 'bool';
    const named = builder.tensor(x);
    const counted =
      logical || x.dtype === 'bool' ? builder.emit('Cast', [named], { to: onnxTypes.int32 }) : named;
    if (axes.length === 0) return logical ? named : counted;
    const reduced = builder.emit(operator, [counted, builder.int64s(axes)], { keepdims });
    return logical ? builder.emit('Cast', [reduced], { to: onnxTypes.bool }) : reduced;
  });

export const reductionLowerings: Lowerings = {
  Sum: reduction('ReduceSum'),
  Mean: reduction('ReduceMean'),
  Max: reduction('ReduceMax'),
  Min: reduction('ReduceMin'),
  Prod: reduction('ReduceProd'),
  All: reduction('ReduceMin'),
  Any: reduction('ReduceMax'),
  ArgMax: single((node, builder) => {
    const axis = numberOf(node, 'axis');
    const index = builder.emit('ArgMax', [builder.tensor(input(node, 0))], { axis, keepdims: 0 });
    return builder.emit('Cast', [index], { to: onnxTypes.int32 });
  }),
};
