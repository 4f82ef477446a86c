import { numbersOf } from '../../compile/attributes.js';
import { onnxTypes } from '../model.js';
import { input, output, single, type Lowerings } from '../lowering.js';

const reshape = single((node, builder) =>
  builder.emit('Reshape', [builder.tensor(input(node, 0)), builder.int64s(output(node).shape)]),
);

export const shapeLowerings: Lowerings = {
  Reshape: reshape,
  ExpandDims: reshape,
  Transpose: single((node, builder) =>
    builder.emit('Transpose', [builder.tensor(input(node, 0))], { perm: numbersOf(node, 'perm') }),
  ),
  Tile: single((node, builder) =>
    builder.emit('Tile', [builder.tensor(input(node, 0)), builder.int64s(numbersOf(node, 'reps'))]),
  ),
  // Not traced: the compiler's own form of tiles and of neutral operands.
  BroadcastTo: single((node, builder) =>
    builder.emit('Expand', [builder.tensor(input(node, 0)), builder.int64s(output(node).shape)]),
  ),
  Cast: single((node, builder) =>
    builder.emit('Cast', [builder.tensor(input(node, 0))], { to: onnxTypes[output(node).dtype] }),
  ),
};
