import { numberOf } from '../../compile/attributes.js';
import type { Node } from '../../compile/graph.js';
import type { OnnxBuilder } from '../builder.js';
import { imageShape, input, output } from '../lowering.js';
import { blockedInputGradient, blockOf } from './blocked.js';
import { geometryOf } from './convolution-geometry.js';
import { fewPixels, fewPixelsInputGradient } from './few-pixels.js';
import { smallInputGradient, smallMaps } from './small-depthwise.js';

/**
 * Gradient of a convolution's input: a transposed convolution; at stride 1 a convolution of dy with the filter
 * turned around and its channels swapped, which the runtime does up to 1.5 times as fast.
 */
export function inputGradient(node: Node, builder: OnnxBuilder): string {
  const places = [output(node), input(node, 1), input(node, 0)] as const;
  const [dy, filter] = [builder.tensor(input(node, 0)), builder.tensor(input(node, 1))];
  const { kernel, stride, padding, dilation } = geometryOf(node, input(node, 1));
  const extent = [dilation[0] * (kernel[0] - 1) + 1, dilation[1] * (kernel[1] - 1) + 1] as const;
  const outer = [extent[0] - 1 - padding[0], extent[1] - 1 - padding[1]] as const;
  const asConvolution = stride[0] * stride[1] === 1 && Math.min(...outer) >= 0;
  const block = asConvolution ? blockOf(builder, node, ...places) : undefined;
  if (block !== undefined) return blockedInputGradient(node, builder, block, outer);
  const few = fewPixels(node, ...places);
  const product = few && fewPixelsInputGradient(builder, dy, filter, few);
  if (product !== undefined) return product;
  const small = smallMaps(node, ...places);
  if (small) return smallInputGradient(builder, dy, filter, small, output(node));
  const shared = { dilations: dilation, group: numberOf(node, 'groups'), kernel_shape: kernel };
  if (asConvolution)
    return builder.emit('Conv', [dy, turned(node, builder)], {
      ...shared,
      strides: [1, 1],
      pads: [...outer, ...outer],
    });
  // Rows of the input that the last window did not reach: they get no gradient but must exist.
  const x = imageShape(output(node));
  const y = imageShape(input(node, 0));
  const rest = (axis: 0 | 1): number =>
    x[axis === 0 ? 2 : 3] + 2 * padding[axis] - extent[axis] - (y[axis === 0 ? 2 : 3] - 1) * stride[axis];
  return builder.emit('ConvTranspose', [dy, filter], {
    ...shared,
    strides: stride,
    pads: [...padding, ...padding],
    output_padding: [rest(0), rest(1)],
  });
}

/** The filter [O, C/g, kh, kw] as [C, O/g, kh, kw], each kernel turned by half a circle. */
function turned(node: Node, builder: OnnxBuilder): string {
  const [outChannels, channels, height, width] = imageShape(input(node, 1));
  const groups = numberOf(node, 'groups');
  const outPerGroup = outChannels / groups;
  const reshape = (tensor: string, shape: number[]): string =>
    builder.emit('Reshape', [tensor, builder.int64s(shape)]);
  let filter = builder.tensor(input(node, 1));
  if (channels * outPerGroup > 1) {
    // Few axes: the runtime has a fast transpose for moving one axis.
    const area = height * width;
    const swapped =
      groups === 1
        ? builder.emit('Transpose', [reshape(filter, [outPerGroup, channels, area])], { perm: [1, 0, 2] })
        : builder.emit('Transpose', [reshape(filter, [groups, outPerGroup, channels, area])], {
            perm: [0, 2, 1, 3],
          });
    filter = reshape(swapped, [groups * channels, outPerGroup, height, width]);
  }
  if (height * width === 1) return filter;
  return builder.emit('Slice', [
    filter,
    builder.int64s([height - 1, width - 1]),
    builder.int64s([-height - 1, -width - 1]),
    builder.int64s([2, 3]),
    builder.int64s([-1, -1]),
  ]);
}
