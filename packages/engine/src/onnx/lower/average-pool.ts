import { booleanOf, numberOf, pairOf } from '../../compile/attributes.js';
import { sizeOf, type Node, type Value } from '../../compile/graph.js';
import { kernelNames } from '../../kernels/attributes.js';
import type { OnnxBuilder } from '../builder.js';
import { imageShape, input, output, single, type Lowerings } from '../lowering.js';
import { overhang, trailing, type Window } from './pool-geometry.js';
import { pad } from './slices.js';

export const averagePoolLowerings: Lowerings = {
  // Zeros around the image, the plain average, and a correction where torch divides by fewer elements.
  [kernelNames.averagePool2d]: single((node, builder) => {
    const x = input(node, 0);
    const y = output(node);
    const window = windowOf(node);
    const beyond = trailing(window, x, y);
    const padded = pad(builder, builder.tensor(x), [
      [0, 0],
      [0, 0],
      [window.padding[0], window.padding[0] + beyond[0]],
      [window.padding[1], window.padding[1] + beyond[1]],
    ]);
    const average = builder.emit('AveragePool', [padded], {
      kernel_shape: window.kernel,
      strides: window.stride,
    });
    const area = window.kernel[0] * window.kernel[1];
    return scaled(
      builder,
      average,
      y,
      divisors(node, x, y).map((divisor) => area / divisor),
    );
  }),
  // Every element of a window gets its share: a transposed convolution with ones, channel by channel.
  [kernelNames.averagePool2dGradient]: single((node, builder) => {
    const dy = input(node, 0);
    const dx = output(node);
    const window = windowOf(node);
    const [, channels] = imageShape(dy);
    const [vertical, horizontal] = overhang(window, dx, dy);
    const shares = scaled(
      builder,
      builder.tensor(dy),
      dy,
      divisors(node, dx, dy).map((divisor) => 1 / divisor),
    );
    const ones = builder.emit('Expand', [builder.scalar(1), builder.int64s([channels, 1, ...window.kernel])]);
    return builder.emit('ConvTranspose', [shares, ones], {
      kernel_shape: window.kernel,
      strides: window.stride,
      group: channels,
      pads: [
        ...window.padding,
        window.padding[0] + Math.max(0, vertical),
        window.padding[1] + Math.max(0, horizontal),
      ],
      output_padding: [Math.max(0, -vertical), Math.max(0, -horizontal)],
    });
  }),
};

function windowOf(node: Node): Window {
  return {
    kernel: pairOf(node, 'kernel'),
    stride: pairOf(node, 'stride'),
    padding: pairOf(node, 'padding'),
    dilation: [1, 1],
  };
}

/** By how many elements torch divides each window's sum, [OH, OW] row-major. */
function divisors(node: Node, x: Value, y: Value): number[] {
  const { kernel, stride, padding } = windowOf(node);
  const countIncludePad = booleanOf(node, 'countIncludePad');
  const override = numberOf(node, 'divisorOverride');
  if (override > 0) return Array.from({ length: sizeOf(imageShape(y).slice(2)) }, () => override);
  const counts = (axis: 0 | 1): number[] => {
    const length = imageShape(x)[axis + 2] ?? 1;
    const margin = countIncludePad ? padding[axis] : 0;
    return Array.from({ length: imageShape(y)[axis + 2] ?? 1 }, (_, index) => {
      const start = index * stride[axis] - padding[axis];
      // What lies beyond the padding never counts.
      return Math.min(start + kernel[axis], length + margin) - Math.max(start, -margin);
    });
  };
  const columns = counts(1);
  return counts(0).flatMap((rows) => columns.map((count) => rows * count));
}

function scaled(builder: OnnxBuilder, tensor: string, { shape }: Value, factors: readonly number[]): string {
  const [first = 1] = factors;
  if (factors.every((factor) => factor === first))
    return first === 1 ? tensor : builder.emit('Mul', [tensor, builder.scalar(first)]);
  return builder.emit('Mul', [tensor, builder.floats([1, 1, ...shape.slice(2)], factors)]);
}
