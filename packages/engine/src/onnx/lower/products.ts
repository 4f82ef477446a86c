import { InputError } from '@frostline/base';
import { booleanOf, numberOf } from '../../compile/attributes.js';
import { sizeOf, type Value } from '../../compile/graph.js';
import type { OnnxBuilder } from '../builder.js';
import { onnxTypes } from '../model.js';
import { input, output, single, type Lowerings } from '../lowering.js';

export const productLowerings: Lowerings = {
  BatchMatMul: single((node, builder) => {
    const a = input(node, 0);
    const b = input(node, 1);
    const transposeA = booleanOf(node, 'transposeA');
    const transposeB = booleanOf(node, 'transposeB');
    if (a.shape.length === 2 && b.shape.length === 2)
      return builder.emit('Gemm', [builder.tensor(a), builder.tensor(b)], {
        transA: Number(transposeA),
        transB: Number(transposeB),
      });
    return builder.emit('MatMul', [
      transposeA ? swapLast(builder, a) : builder.tensor(a),
      transposeB ? swapLast(builder, b) : builder.tensor(b),
    ]);
  }),
  GatherV2: single((node, builder) => {
    const table = input(node, 0);
    const axis = numberOf(node, 'axis');
    const indices = builder.tensor(input(node, 1));
    // ONNX counts negative indices from the end; here they are as wrong as those beyond it.
    const isNegative = builder.emit('Less', [indices, builder.scalar(0, 'int32')]);
    const beyond = builder.scalar(table.shape[axis] ?? 0, 'int32');
    const checked = builder.emit('Where', [isNegative, beyond, indices]);
    return builder.emit('Gather', [builder.tensor(table), checked], { axis });
  }),
  UnsortedSegmentSum: single((node, builder) => {
    const ids = input(node, 1);
    if (ids.shape.length !== 1)
      throw new InputError('onnx-segment-sum', 'segment ids must have one axis', { found: ids.shape });
    const zeros = builder.emit('Expand', [builder.scalar(0), builder.int64s(output(node).shape)]);
    const rows = builder.emit('Cast', [builder.tensor(ids)], { to: onnxTypes.int64 });
    const indices = builder.emit('Reshape', [rows, builder.int64s([sizeOf(ids.shape), 1])]);
    return builder.emit('ScatterND', [zeros, indices, builder.tensor(input(node, 0))], { reduction: 'add' });
  }),
  OneHot: single((node, builder) => {
    const indices = input(node, 0);
    const { dtype } = output(node);
    const depth = numberOf(node, 'depth');
    const column = builder.emit('Reshape', [builder.tensor(indices), builder.int64s([...indices.shape, 1])]);
    const classes = builder.int32s(Array.from({ length: depth }, (_, index) => index));
    const hit = builder.emit('Equal', [column, classes]);
    return builder.emit('Where', [
      hit,
      builder.scalar(numberOf(node, 'onValue'), dtype),
      builder.scalar(numberOf(node, 'offValue'), dtype),
    ]);
  }),
};

function swapLast(builder: OnnxBuilder, value: Value): string {
  const rank = value.shape.length;
  const perm = value.shape.map((_, axis) => axis);
  perm.splice(-2, 2, rank - 1, rank - 2);
  return builder.emit('Transpose', [builder.tensor(value)], { perm });
}
