import { numberOf, pairOf } from '../../compile/attributes.js';
import type { Node, Value } from '../../compile/graph.js';
import type { OnnxBuilder } from '../builder.js';
import { imageShape } from '../lowering.js';

/**
 * Depthwise convolutions on small maps, and their gradients, as one matrix product per channel. The runtime's
 * convolution goes channel by channel through buffers that are hardly larger than its overhead; here a channel's map is
 * a row of pixels, its kernel a matrix from input pixels to output pixels, and all channels are one batched product.
 */
interface SmallMaps {
  readonly batch: number;
  readonly channels: number;
  /** Pixels of a channel of x, and of y. */
  readonly pixels: number;
  readonly outPixels: number;
  readonly taps: number;
  /** 1 where an input pixel meets a tap for an output pixel: row-major [taps, pixels, outPixels]. */
  readonly meets: Uint8Array;
}

/** Entries of a channel's matrix up to which the product beats the convolution: 4×4 maps, and 8×8 ones at stride 2. */
const LARGEST_MATRIX = 1024;

/** What this file needs of a convolution, or undefined when it is not depthwise or its maps are not small. */
export function smallMaps(node: Node, x: Value, filter: Value, y: Value): SmallMaps | undefined {
  const [batch, channels, height, width] = imageShape(x);
  const [outChannels, , kernelHeight, kernelWidth] = imageShape(filter);
  const [, , outHeight, outWidth] = imageShape(y);
  const taps = kernelHeight * kernelWidth;
  const pixels = height * width;
  const outPixels = outHeight * outWidth;
  const isDepthwise = numberOf(node, 'groups') === channels && outChannels === channels && channels > 1;
  if (!isDepthwise || taps === 1 || pixels * outPixels > LARGEST_MATRIX) return undefined;
  const [padding, stride, dilation] = [
    pairOf(node, 'padding'),
    pairOf(node, 'stride'),
    pairOf(node, 'dilation'),
  ];
  const meets = new Uint8Array(taps * pixels * outPixels);
  for (let tap = 0; tap < taps; tap++)
    for (let out = 0; out < outPixels; out++) {
      const row =
        Math.floor(out / outWidth) * stride[0] + Math.floor(tap / kernelWidth) * dilation[0] - padding[0];
      const column = (out % outWidth) * stride[1] + (tap % kernelWidth) * dilation[1] - padding[1];
      if (row >= 0 && row < height && column >= 0 && column < width)
        meets[(tap * pixels + row * width + column) * outPixels + out] = 1;
    }
  return { batch, channels, pixels, outPixels, taps, meets };
}

/** y = x · M, M [channels, pixels, outPixels] made of the filter. */
export function smallConvolution(
  builder: OnnxBuilder,
  x: string,
  filter: string,
  maps: SmallMaps,
  y: Value,
): string {
  const { batch, channels, pixels } = maps;
  const rows = channelsFirst(builder, x, [batch, channels, pixels]);
  return images(builder, builder.emit('MatMul', [rows, matricesOf(builder, filter, maps)]), y);
}

/** dx = dy · Mᵀ, with the M that the forward pass has made. */
export function smallInputGradient(
  builder: OnnxBuilder,
  dy: string,
  filter: string,
  maps: SmallMaps,
  x: Value,
): string {
  const { batch, channels, outPixels } = maps;
  const turned = builder.emit('Transpose', [matricesOf(builder, filter, maps)], { perm: [0, 2, 1] });
  const rows = channelsFirst(builder, dy, [batch, channels, outPixels]);
  return images(builder, builder.emit('MatMul', [rows, turned]), x);
}

/** dfilter: xᵀ · dy per channel gives every pair of pixels; a tap is the sum of the pairs that meet at it. */
export function smallFilterGradient(
  builder: OnnxBuilder,
  x: string,
  dy: string,
  maps: SmallMaps,
  filter: Value,
): string {
  const { batch, channels, pixels, outPixels } = maps;
  const columns = builder.emit('Transpose', [reshape(builder, x, [batch, channels, pixels])], {
    perm: [1, 2, 0],
  });
  const rows = channelsFirst(builder, dy, [batch, channels, outPixels]);
  const pairs = reshape(builder, builder.emit('MatMul', [columns, rows]), [channels, pixels * outPixels]);
  const summed = builder.emit('Gemm', [pairs, meetings(builder, maps)], { transB: 1 });
  return reshape(builder, summed, filter.shape);
}

/** Each channel's kernel as a matrix from the pixels of x to those of y. */
function matricesOf(builder: OnnxBuilder, filter: string, maps: SmallMaps): string {
  const { channels, pixels, outPixels, taps } = maps;
  const kernels = reshape(builder, filter, [channels, taps]);
  const product = builder.emit('MatMul', [kernels, meetings(builder, maps)]);
  return reshape(builder, product, [channels, pixels, outPixels]);
}

const meetings = (builder: OnnxBuilder, { taps, pixels, outPixels, meets }: SmallMaps): string =>
  builder.floats([taps, pixels * outPixels], [...meets]);

const reshape = (builder: OnnxBuilder, tensor: string, shape: readonly number[]): string =>
  builder.emit('Reshape', [tensor, builder.int64s(shape)]);

/** [N, C, pixels] as [C, N, pixels]: rows of one channel together. */
const channelsFirst = (builder: OnnxBuilder, tensor: string, shape: readonly number[]): string =>
  builder.emit('Transpose', [reshape(builder, tensor, shape)], { perm: [1, 0, 2] });

/** [C, N, pixels] as the images of `value`. */
const images = (builder: OnnxBuilder, rows: string, { shape }: Value): string =>
  reshape(builder, builder.emit('Transpose', [rows], { perm: [1, 0, 2] }), shape);
