import { numberOf, numbersOf, pairsOf } from '../../compile/attributes.js';
import { sameShape } from '../../check-call.js';

import type { OnnxBuilder } from '../builder.js';
import { input, output, single, type Lowerings } from '../lowering.js';

export const sliceLowerings: Lowerings = {
  Slice: single((node, builder) => {
    const begin = numbersOf(node, 'begin');
    const strides = begin.map(() => 1);
    const x = input(node, 0);
    return slice(builder, builder.tensor(x), { from: x.shape, begin, strides, shape: output(node).shape });
  }),
  StridedSlice: single((node, builder) =>
    slice(builder, builder.tensor(input(node, 0)), {
      from: input(node, 0).shape,
      begin: numbersOf(node, 'begin'),
      strides: numbersOf(node, 'strides'),
      shape: output(node).shape,
    }),
  ),
  Reverse: single((node, builder) => {
    const x = input(node, 0);
    const axes = numbersOf(node, 'axes');
    const lengths = axes.map((axis) => x.shape[axis] ?? 1);
    return builder.emit('Slice', [
      builder.tensor(x),
      builder.int64s(lengths.map((length) => length - 1)),
      // One before the first element, said from the end: −1 itself would mean the last one.
      builder.int64s(lengths.map((length) => -length - 1)),
      builder.int64s(axes),
      builder.int64s(axes.map(() => -1)),
    ]);
  }),
  SplitV: (node, builder) => {
    const sizes = numbersOf(node, 'sizes');
    const parts = builder.emitMany(
      'Split',
      [builder.tensor(input(node, 0)), builder.int64s(sizes)],
      { axis: numberOf(node, 'axis') },
      sizes.length,
    );
    for (const [index, value] of node.outputs.entries()) builder.bind(value, parts[index]);
  },
  Unpack: (node, builder) => {
    const parts = builder.emitMany(
      'Split',
      [builder.tensor(input(node, 0)), builder.int64s(node.outputs.map(() => 1))],
      { axis: numberOf(node, 'axis') },
      node.outputs.length,
    );
    for (const [index, value] of node.outputs.entries())
      builder.bind(value, builder.emit('Reshape', [parts[index] ?? '', builder.int64s(value.shape)]));
  },
  Concat: single((node, builder) =>
    builder.emit(
      'Concat',
      node.inputs.map((value) => builder.tensor(value)),
      { axis: numberOf(node, 'axis') },
    ),
  ),
  Pack: single((node, builder) => {
    const axis = numberOf(node, 'axis');
    const shape = output(node).shape.map((length, other) => (other === axis ? 1 : length));
    const parts = node.inputs.map((value) =>
      builder.emit('Reshape', [builder.tensor(value), builder.int64s(shape)]),
    );
    return builder.emit('Concat', parts, { axis });
  }),
  PadV2: single((node, builder) => {
    const x = input(node, 0);
    return pad(builder, builder.tensor(x), pairsOf(node, 'paddings'), numberOf(node, 'value'));
  }),
};

/** Every `strides`-th element from `begin` on, `shape` of them; nothing is emitted where that is all of `from`. */
export function slice(
  builder: OnnxBuilder,
  x: string,
  range: {
    from: readonly number[];
    begin: readonly number[];
    strides: readonly number[];
    shape: readonly number[];
  },
): string {
  const { from, begin, strides, shape } = range;
  if (sameShape(from, shape)) return x;
  const ends = begin.map((first, axis) => first + ((shape[axis] ?? 1) - 1) * (strides[axis] ?? 1) + 1);
  return builder.emit('Slice', [
    x,
    builder.int64s(begin),
    builder.int64s(ends),
    builder.int64s(begin.map((_, axis) => axis)),
    builder.int64s(strides),
  ]);
}

/** Surrounds a tensor with `value`: [before, after] for each axis. */
export function pad(
  builder: OnnxBuilder,
  x: string,
  paddings: readonly (readonly [number, number])[],
  value = 0,
): string {
  if (paddings.every(([before, after]) => before === 0 && after === 0)) return x;
  const amounts = [...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)];
  return builder.emit('Pad', [x, builder.int64s(amounts), builder.scalar(value)]);
}
