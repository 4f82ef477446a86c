import { tf } from '../../tfjs.js';
import type { Tensor } from '../../tensor.js';
import type { ConvolutionAttributes, Pair } from '../attributes.js';
import { kernelNames } from '../attributes.js';
import { convolutionOutputSize } from '../output-size.js';
import { registerEagerKernel } from './register.js';
import { frame, spread, tapReader, tapsOf, windowExtent } from './taps.js';

type Shape4 = [number, number, number, number];

/** The three kernels of a convolution: forward, and its gradients with respect to input and filter. */
export function registerConvolution(): void {
  registerEagerKernel<ConvolutionAttributes>(kernelNames.conv2d, ({ x, filter }, attributes) =>
    convolve(x as Tensor, filter as Tensor, attributes),
  );
  registerEagerKernel<ConvolutionAttributes & { inputShape: Shape4 }>(
    kernelNames.conv2dInputGradient,
    ({ dy, filter }, attributes) =>
      inputGradient(dy as Tensor, filter as Tensor, attributes.inputShape, attributes),
  );
  registerEagerKernel<ConvolutionAttributes & { filterShape: Shape4 }>(
    kernelNames.conv2dFilterGradient,
    ({ x, dy }, attributes) => filterGradient(x as Tensor, dy as Tensor, attributes.filterShape, attributes),
  );
}

function convolve(x: Tensor, filter: Tensor, attributes: ConvolutionAttributes): Tensor {
  const { stride, padding, dilation, groups } = attributes;
  const [, , height, width] = x.shape as Shape4;
  const kernel: Pair = [filter.shape[2] ?? 1, filter.shape[3] ?? 1];
  const output = convolutionOutputSize([height, width], kernel, attributes);
  const framed = frame(x, padding, [height + 2 * padding[0], width + 2 * padding[1]]);
  // tfjs allows either a stride or a dilation: with both, convolve at every position and keep each stride-th.
  const both = dilation.some((d) => d > 1) && stride.some((s) => s > 1);
  const dense = convolveGroups(framed, filter, both ? [1, 1] : stride, dilation, groups);
  return both ? tapReader(dense, output, stride)({ index: 0, offset: [0, 0] }) : dense;
}

/** Unpadded grouped convolution, NCHW in and out, through the backend's NHWC kernels. */
function convolveGroups(x: Tensor, filter: Tensor, stride: Pair, dilation: Pair, groups: number): Tensor {
  const image = tf.transpose(x, [0, 2, 3, 1]) as tf.Tensor4D;
  const strides: [number, number] = [...stride];
  const rates: [number, number] = [...dilation];
  return tf.transpose(convolveImage(), [0, 3, 1, 2]);

  function convolveImage(): Tensor {
    const [outputs, inputs, kh, kw] = filter.shape as Shape4;
    if (groups > 1 && inputs === 1) {
      const multiplier = outputs / groups;
      const taps = tf.transpose(tf.reshape(filter, [groups, multiplier, kh, kw]), [2, 3, 0, 1]);
      return tf.depthwiseConv2d(image, taps as tf.Tensor4D, strides, 'valid', 'NHWC', rates);
    }
    const taps = tf.transpose(filter, [2, 3, 1, 0]) as tf.Tensor4D;
    if (groups === 1) return tf.conv2d(image, taps, strides, 'valid', 'NHWC', rates);
    const filters = tf.split(taps, groups, 3);
    const images: Tensor[] = tf.split(image, groups, 3);
    const parts = images.map((part, group) =>
      tf.conv2d(part as tf.Tensor4D, filters[group] as tf.Tensor4D, strides, 'valid', 'NHWC', rates),
    );
    return tf.concat(parts, 3);
  }
}

/** dx: dy, spread by the stride and framed, convolved with the flipped filter whose channel axes are swapped. */
function inputGradient(
  dy: Tensor,
  filter: Tensor,
  inputShape: Shape4,
  attributes: ConvolutionAttributes,
): Tensor {
  const { stride, padding, dilation, groups } = attributes;
  const [batch, channels, height, width] = inputShape;
  const [outputs, inputs, kh, kw] = filter.shape as Shape4;
  const reach: Pair = [dilation[0] * (kh - 1), dilation[1] * (kw - 1)];
  const framed = frame(
    spread(dy, stride),
    [reach[0] - padding[0], reach[1] - padding[1]],
    [height + reach[0], width + reach[1]],
  );
  const flipped = tf.reverse(filter, [2, 3]);
  if (groups > 1 && inputs === 1) {
    const spreadOut = convolveGroups(framed, flipped, [1, 1], dilation, outputs);
    const perChannel = tf.reshape(spreadOut, [batch, channels, outputs / groups, height, width]);
    return outputs === groups ? tf.reshape(perChannel, inputShape) : tf.sum(perChannel, 2);
  }
  const grouped = tf.reshape(flipped, [groups, outputs / groups, inputs, kh, kw]);
  const swapped = tf.reshape(tf.transpose(grouped, [0, 2, 1, 3, 4]), [channels, outputs / groups, kh, kw]);
  return convolveGroups(framed, swapped, [1, 1], dilation, groups);
}

/** dfilter: one product of what a tap reads with dy, per tap and group. */
function filterGradient(
  x: Tensor,
  dy: Tensor,
  filterShape: Shape4,
  attributes: ConvolutionAttributes,
): Tensor {
  const { stride, padding, dilation, groups } = attributes;
  const [outputs, inputs, kh, kw] = filterShape;
  const [batch, channels] = x.shape as Shape4;
  const output: Pair = [dy.shape[2] ?? 1, dy.shape[3] ?? 1];
  const positions = batch * output[0] * output[1];
  const framed = frame(
    tf.transpose(x, [1, 0, 2, 3]),
    padding,
    windowExtent(output, [kh, kw], stride, dilation),
  );
  const rows = tf.reshape(tf.transpose(dy, [1, 0, 2, 3]), [groups, outputs / groups, positions]);
  const columns = inputs === 1 && groups > 1 ? null : tf.transpose(rows, [0, 2, 1]);
  const read = tapReader(framed, output, stride);
  const products = tapsOf([kh, kw], dilation).map((tap) =>
    tf.tidy(() => {
      const seen = tf.reshape(read(tap), [groups, channels / groups, positions]);
      // [groups, inputs, outputs / groups]
      return columns === null
        ? tf.reshape(tf.sum(tf.mul(rows, seen), 2), [groups, 1, outputs / groups])
        : tf.matMul(seen, columns);
    }),
  );
  const stacked = tf.reshape(tf.concat(products, 0), [kh, kw, groups, inputs, outputs / groups]);
  return tf.reshape(tf.transpose(stacked, [2, 4, 3, 0, 1]), filterShape);
}
