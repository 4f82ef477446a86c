import { sameShape } from '../../check-call.js';
import { numbersOf } from '../../compile/attributes.js';
import { sizeOf } from '../../compile/graph.js';
import type { OnnxBuilder } from '../builder.js';
import { onnxTypes } from '../model.js';
import { input, output, single, type Lowerings } from '../lowering.js';

const reshape = single((node, builder) =>
  builder.emit('Reshape', [builder.tensor(input(node, 0)), builder.int64s(output(node).shape)]),
);

export const shapeLowerings: Lowerings = {
  Reshape: reshape,
  ExpandDims: reshape,
  Transpose: single((node, builder) => {
    const x = input(node, 0);
    const { shape, perm } = mergedAxes(x.shape, numbersOf(node, 'perm'));
    const merged = builder.emit('Transpose', [asShape(builder, builder.tensor(x), x.shape, shape)], { perm });
    return asShape(
      builder,
      merged,
      perm.map((axis) => shape[axis] ?? 1),
      output(node).shape,
    );
  }),
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

function asShape(
  builder: OnnxBuilder,
  tensor: string,
  from: readonly number[],
  to: readonly number[],
): string {
  return sameShape(from, to) ? tensor : builder.reshape(tensor, to);
}

/**
 * A transpose of as few axes as can be: those that stay beside each other are one. The runtime has fast transposes for few
 * axes; and the reshapes around it keep the runtime from moving it behind what follows, where a vector of a few channels
 * would then be added pixel by pixel.
 */
export function mergedAxes(
  shape: readonly number[],
  perm: readonly number[],
): { shape: readonly number[]; perm: readonly number[] } {
  const runs: number[][] = [];
  for (const axis of perm) {
    const last = runs.at(-1);
    if (last?.at(-1) === axis - 1) last.push(axis);
    else runs.push([axis]);
  }
  const sorted = [...runs].sort(([a = 0], [b = 0]) => a - b);
  return {
    shape: sorted.map((axes) => sizeOf(axes.map((axis) => shape[axis] ?? 1))),
    perm: runs.map((axes) => sorted.indexOf(axes)),
  };
}
