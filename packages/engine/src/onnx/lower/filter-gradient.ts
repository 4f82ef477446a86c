import { numberOf, pairOf } from '../../compile/attributes.js';
import type { Node } from '../../compile/graph.js';
import type { OnnxBuilder } from '../builder.js';
import { imageShape, input, output } from '../lowering.js';
import { pad, slice } from './slices.js';
import { blockedFilterGradient, blockOf } from './blocked.js';
import { fewPixels, fewPixelsFilterGradient } from './few-pixels.js';
import { smallFilterGradient, smallMaps } from './small-depthwise.js';

/** What one group of the convolution sees. */
interface Geometry {
  readonly batch: number;
  /** Channels of x and of dy. */
  readonly channels: number;
  readonly outChannels: number;
  /** Of the padded input. */
  readonly height: number;
  readonly width: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
}

/** Input channels up to which one convolution with the batch as channels is faster than a product for each tap. */
const FEW_CHANNELS = 4;
/** Pixels from which dense products are faster sample by sample, as the images lie: for a kernel, and for a single tap. */
const MANY_PIXELS = 256;
const MANY_PIXELS_POINTWISE = 100;

/**
 * Gradient of a convolution's filter: for each tap of the kernel, the strided slice of the padded input that the
 * tap saw, times dy, summed over batch and space. There is no ONNX operator for it, and what is fastest depends on the shapes.
 */
export function filterGradient(node: Node, builder: OnnxBuilder): string {
  const places = [input(node, 0), output(node), input(node, 1)] as const;
  const block = blockOf(builder, node, ...places);
  const blocked = block === undefined ? undefined : blockedFilterGradient(node, builder, block);
  if (blocked !== undefined) return blocked;
  const named = [builder.tensor(input(node, 0)), builder.tensor(input(node, 1))] as const;
  const few = fewPixels(node, ...places);
  if (few) return fewPixelsFilterGradient(builder, ...named, few);
  const small = smallMaps(node, ...places);
  if (small) return smallFilterGradient(builder, ...named, small, output(node));
  const [batch, channels, height, width] = imageShape(input(node, 0));
  const [, outChannels, outHeight, outWidth] = imageShape(input(node, 1));
  const [, , kernelHeight, kernelWidth] = imageShape(output(node));
  const [vertical, horizontal] = pairOf(node, 'padding');
  const groups = numberOf(node, 'groups');
  const x = pad(builder, builder.tensor(input(node, 0)), [
    [0, 0],
    [0, 0],
    [vertical, vertical],
    [horizontal, horizontal],
  ]);
  const dy = builder.tensor(input(node, 1));
  const geometry: Geometry = {
    batch,
    channels: channels / groups,
    outChannels: outChannels / groups,
    height: height + 2 * vertical,
    width: width + 2 * horizontal,
    outHeight,
    outWidth,
    kernelHeight,
    kernelWidth,
    stride: pairOf(node, 'stride'),
    dilation: pairOf(node, 'dilation'),
  };
  if (groups === 1) {
    const taps = kernelHeight * kernelWidth;
    if (channels <= FEW_CHANNELS && taps > 1) return fewChannelsGradient(builder, x, dy, geometry);
    if (outHeight * outWidth >= (taps === 1 ? MANY_PIXELS_POINTWISE : MANY_PIXELS))
      return samplewiseGradient(builder, x, dy, geometry);
    return denseGradient(builder, x, dy, geometry);
  }
  if (geometry.channels === 1) return depthwiseGradient(builder, x, dy, groups, geometry);
  return groupedGradient(builder, x, dy, groups, geometry);
}

/**
 * All groups in one batched product: for each sample and group, what the taps saw, [taps · C/g, pixels], times dy, summed
 * over the samples. A product for each group and tap would be hundreds of nodes for a layer, each with little to do.
 */
function groupedGradient(
  builder: OnnxBuilder,
  x: string,
  dy: string,
  groups: number,
  geometry: Geometry,
): string {
  const { batch, channels, outChannels, outHeight, outWidth, kernelHeight, kernelWidth } = geometry;
  const from = [batch, groups * channels, geometry.height, geometry.width];
  const pixels = outHeight * outWidth;
  const reshape = (tensor: string, shape: readonly number[]): string =>
    builder.emit('Reshape', [tensor, builder.int64s(shape)]);
  const seen = taps(geometry).map(([row, column]) => {
    const strides = [1, 1, ...geometry.stride];
    const shape = [batch, groups * channels, outHeight, outWidth];
    const tap = slice(builder, x, { from, begin: [0, 0, row, column], strides, shape });
    return reshape(tap, [batch, groups, channels, pixels]);
  });
  const [first = ''] = seen;
  const rows = seen.length === 1 ? first : builder.emit('Concat', seen, { axis: 2 });
  // The runtime fuses this transpose with the product.
  const columns = builder.emit('Transpose', [rows], { perm: [0, 1, 3, 2] });
  const product = builder.emit('MatMul', [reshape(dy, [batch, groups, outChannels, pixels]), columns]);
  const summed = builder.emit('ReduceSum', [product, builder.int64s([0])], { keepdims: 0 });
  const byTap = reshape(summed, [groups * outChannels, seen.length, channels]);
  const turned = seen.length === 1 ? byTap : builder.emit('Transpose', [byTap], { perm: [0, 2, 1] });
  return reshape(turned, [groups * outChannels, channels, kernelHeight, kernelWidth]);
}

/** Few input channels: one convolution of x with dy as its filter, channels as the batch and the batch as channels. */
function fewChannelsGradient(builder: OnnxBuilder, x: string, dy: string, geometry: Geometry): string {
  const { height, width, outHeight, outWidth, kernelHeight, kernelWidth, stride, dilation } = geometry;
  const { batch, channels } = geometry;
  const swapped = (tensor: string): string => builder.emit('Transpose', [tensor], { perm: [1, 0, 2, 3] });
  // Without the rows that the last window did not reach: they would be further taps.
  const reach = [
    (outHeight - 1) * stride[0] + (kernelHeight - 1) * dilation[0] + 1,
    (outWidth - 1) * stride[1] + (kernelWidth - 1) * dilation[1] + 1,
  ];
  const read = slice(builder, x, {
    from: [batch, channels, height, width],
    begin: [0, 0, 0, 0],
    strides: [1, 1, 1, 1],
    shape: [batch, channels, ...reach],
  });
  const gradient = builder.emit('Conv', [swapped(read), swapped(dy)], {
    strides: dilation,
    dilations: stride,
    kernel_shape: [outHeight, outWidth],
  });
  return swapped(gradient);
}

/** Many pixels: a product for each tap and sample, over the images as they lie, then the sum over the samples. */
function samplewiseGradient(builder: OnnxBuilder, x: string, dy: string, geometry: Geometry): string {
  const { batch, channels, outChannels, outHeight, outWidth, kernelHeight, kernelWidth } = geometry;
  const pixels = outHeight * outWidth;
  const rows = builder.reshape(dy, [batch, outChannels, pixels]);
  const size = outChannels * channels;
  const products = taps(geometry).map(([row, column]) => {
    const seen = slice(builder, x, {
      from: [batch, channels, geometry.height, geometry.width],
      begin: [0, 0, row, column],
      strides: [1, 1, ...geometry.stride],
      shape: [batch, channels, outHeight, outWidth],
    });
    // The runtime fuses this transpose with the product.
    const columns = builder.emit('Transpose', [builder.reshape(seen, [batch, channels, pixels])], {
      perm: [0, 2, 1],
    });
    return builder.reshape(builder.emit('MatMul', [rows, columns]), [batch, 1, size]);
  });
  const [first = ''] = products;
  const stacked = products.length === 1 ? first : builder.emit('Concat', products, { axis: 1 });
  const summed = builder.emit('ReduceSum', [stacked, builder.int64s([0])], { keepdims: 0 });
  const byTap = products.length === 1 ? summed : builder.emit('Transpose', [summed], { perm: [1, 0] });
  return builder.reshape(byTap, [outChannels, channels, kernelHeight, kernelWidth]);
}

/** One group: channels last, so that a slice copies whole runs of channels and each tap is one matrix product. */
function denseGradient(builder: OnnxBuilder, x: string, dy: string, geometry: Geometry): string {
  const { batch, channels, outChannels, outHeight, outWidth, kernelHeight, kernelWidth } = geometry;
  const rows = batch * outHeight * outWidth;
  const channelsLast = (tensor: string): string =>
    builder.emit('Transpose', [tensor], { perm: [0, 2, 3, 1] });
  const pixels = channelsLast(x);
  const gradient = builder.emit('Reshape', [channelsLast(dy), builder.int64s([rows, outChannels])]);
  const products = taps(geometry).map(([row, column]) => {
    const seen = slice(builder, pixels, {
      from: [batch, geometry.height, geometry.width, channels],
      begin: [0, row, column, 0],
      strides: [1, ...geometry.stride, 1],
      shape: [batch, outHeight, outWidth, channels],
    });
    const flat = builder.emit('Reshape', [seen, builder.int64s([rows, channels])]);
    return builder.emit('Gemm', [gradient, flat], { transA: 1 });
  });
  const shape = builder.int64s([outChannels, channels, kernelHeight, kernelWidth]);
  const [first = ''] = products;
  if (products.length === 1) return builder.emit('Reshape', [first, shape]);
  // taps × [O, C] → [taps, O·C] → [O·C, taps]: a transpose of two axes is the runtime's fast one.
  const stacked = builder.emit('Reshape', [
    builder.emit('Concat', products, { axis: 0 }),
    builder.int64s([products.length, outChannels * channels]),
  ]);
  return builder.emit('Reshape', [builder.emit('Transpose', [stacked], { perm: [1, 0] }), shape]);
}

/** One input channel per group: per tap an elementwise product, summed over batch and space. */
function depthwiseGradient(
  builder: OnnxBuilder,
  x: string,
  dy: string,
  groups: number,
  geometry: Geometry,
): string {
  const { batch, outChannels: multiplier, outHeight, outWidth, kernelHeight, kernelWidth } = geometry;
  const split = [batch, groups, multiplier, outHeight, outWidth];
  const gradient = multiplier === 1 ? dy : builder.emit('Reshape', [dy, builder.int64s(split)]);
  const sums = taps(geometry).map(([row, column]) => {
    const seen = slice(builder, x, {
      from: [batch, groups, geometry.height, geometry.width],
      begin: [0, 0, row, column],
      strides: [1, 1, ...geometry.stride],
      shape: [batch, groups, outHeight, outWidth],
    });
    const spread =
      multiplier === 1
        ? seen
        : builder.emit('Reshape', [seen, builder.int64s([batch, groups, 1, outHeight, outWidth])]);
    const axes = multiplier === 1 ? [0, 2, 3] : [0, 3, 4];
    const sum = builder.emit('ReduceSum', [builder.emit('Mul', [spread, gradient]), builder.int64s(axes)], {
      keepdims: 0,
    });
    return builder.emit('Reshape', [sum, builder.int64s([groups * multiplier, 1])]);
  });
  const [first = ''] = sums;
  const stacked = sums.length === 1 ? first : builder.emit('Concat', sums, { axis: 1 });
  return builder.emit('Reshape', [
    stacked,
    builder.int64s([groups * multiplier, 1, kernelHeight, kernelWidth]),
  ]);
}

/** Where each tap of the kernel begins in the padded input, row by row. */
function taps({ kernelHeight, kernelWidth, dilation }: Geometry): [number, number][] {
  return Array.from({ length: kernelHeight * kernelWidth }, (_, tap) => [
    Math.floor(tap / kernelWidth) * dilation[0],
    (tap % kernelWidth) * dilation[1],
  ]);
}
