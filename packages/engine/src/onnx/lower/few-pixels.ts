import { numberOf } from '../../compile/attributes.js';
import type { Node, Value } from '../../compile/graph.js';
import type { OnnxBuilder } from '../builder.js';
import { imageShape } from '../lowering.js';
import { geometryOf, type ConvolutionGeometry } from './convolution-geometry.js';
import { pad, slice } from './slices.js';

/**
 * Dense convolutions whose maps have few pixels, and their gradients, as one matrix product for the whole batch. The runtime's
 * convolution goes sample by sample, and for each reads all the weights, which are by far the larger part there. What
 * the taps see is written out in the order of the weights, [N · pixels, C · taps], so that these need no change.
 */
interface FewPixels extends ConvolutionGeometry {
  readonly x: readonly [number, number, number, number];
  readonly outChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly taps: number;
}

/** Pixels of the result up to which the product is faster, and of the input for its gradient. */
const MOST_PIXELS = 49;
const MOST_INPUT_PIXELS = 64;
/** Channels from which weights outweigh pixels. */
const LEAST_CHANNELS = 64;

/** What this file needs of a convolution, or undefined when it is grouped, pointwise, small or its maps are large. */
export function fewPixels(node: Node, x: Value, filter: Value, y: Value): FewPixels | undefined {
  const [outChannels, channels] = imageShape(filter);
  const [, , outHeight, outWidth] = imageShape(y);
  const geometry = geometryOf(node, filter);
  const taps = geometry.kernel[0] * geometry.kernel[1];
  if (numberOf(node, 'groups') !== 1 || taps === 1) return undefined;
  if (outHeight * outWidth > MOST_PIXELS || Math.min(channels, outChannels) < LEAST_CHANNELS)
    return undefined;
  return { ...geometry, x: imageShape(x), outChannels, outHeight, outWidth, taps };
}

/** y = seen · filterᵀ */
export function fewPixelsConvolution(
  builder: OnnxBuilder,
  x: string,
  filter: string,
  maps: FewPixels,
): string {
  const { outChannels, outHeight, outWidth } = maps;
  const [batch] = maps.x;
  const rows = builder.emit('Gemm', [seen(builder, x, maps), matrix(builder, filter, maps)], { transB: 1 });
  const pixels = builder.reshape(rows, [batch, outHeight * outWidth, outChannels]);
  const images = builder.emit('Transpose', [pixels], { perm: [0, 2, 1] });
  return builder.reshape(images, [batch, outChannels, outHeight, outWidth]);
}

/** dfilter = dyᵀ · seen */
export function fewPixelsFilterGradient(
  builder: OnnxBuilder,
  x: string,
  dy: string,
  maps: FewPixels,
): string {
  const { outChannels, kernel } = maps;
  const [, channels] = maps.x;
  const product = builder.emit('Gemm', [rowsOf(builder, dy, maps), seen(builder, x, maps)], { transA: 1 });
  return builder.reshape(product, [outChannels, channels, ...kernel]);
}

/**
 * dx: what each tap of each output pixel gives back, dy · filter, summed where it belongs: a product with a matrix of ones
 * and zeros. Undefined where that matrix would be large.
 */
export function fewPixelsInputGradient(
  builder: OnnxBuilder,
  dy: string,
  filter: string,
  maps: FewPixels,
): string | undefined {
  const { outHeight, outWidth, taps } = maps;
  const [batch, channels, height, width] = maps.x;
  if (height * width > MOST_INPUT_PIXELS) return undefined;
  const outPixels = outHeight * outWidth;
  const given = builder.emit('Gemm', [rowsOf(builder, dy, maps), matrix(builder, filter, maps)]);
  const byChannel = builder.emit('Transpose', [builder.reshape(given, [batch, outPixels, channels, taps])], {
    perm: [0, 2, 1, 3],
  });
  const rows = builder.reshape(byChannel, [batch * channels, outPixels * taps]);
  const summed = builder.emit('Gemm', [
    rows,
    builder.floats([outPixels * taps, height * width], places(maps)),
  ]);
  return builder.reshape(summed, maps.x);
}

/** 1 where a tap of an output pixel belongs to an input pixel, row-major [outPixels · taps, pixels]. */
function places({ x, outHeight, outWidth, taps, kernel, stride, padding, dilation }: FewPixels): number[] {
  const [, , height, width] = x;
  const matrix = new Array<number>(outHeight * outWidth * taps * height * width).fill(0);
  for (let out = 0; out < outHeight * outWidth; out++)
    for (let tap = 0; tap < taps; tap++) {
      const row =
        Math.floor(out / outWidth) * stride[0] + Math.floor(tap / kernel[1]) * dilation[0] - padding[0];
      const column = (out % outWidth) * stride[1] + (tap % kernel[1]) * dilation[1] - padding[1];
      if (row >= 0 && row < height && column >= 0 && column < width)
        matrix[(out * taps + tap) * height * width + row * width + column] = 1;
    }
  return matrix;
}

/** What the taps of each output pixel see: [N · outPixels, C · taps]. */
function seen(builder: OnnxBuilder, x: string, maps: FewPixels): string {
  const { outHeight, outWidth, taps, kernel, stride, padding, dilation } = maps;
  const [batch, channels, height, width] = maps.x;
  const last = builder.emit('Transpose', [builder.reshape(x, [batch, channels, height * width])], {
    perm: [0, 2, 1],
  });
  const [top, left] = padding;
  const padded = pad(builder, builder.reshape(last, [batch, height, width, channels]), [
    [0, 0],
    [top, top],
    [left, left],
    [0, 0],
  ]);
  const from = [batch, height + 2 * top, width + 2 * left, channels];
  const columns = Array.from({ length: taps }, (_, tap) => {
    const begin = [0, Math.floor(tap / kernel[1]) * dilation[0], (tap % kernel[1]) * dilation[1], 0];
    const strides = [1, ...stride, 1];
    const part = slice(builder, padded, {
      from,
      begin,
      strides,
      shape: [batch, outHeight, outWidth, channels],
    });
    return builder.reshape(part, [batch * outHeight * outWidth * channels, 1]);
  });
  const together = builder.emit('Concat', columns, { axis: 1 });
  return builder.reshape(together, [batch * outHeight * outWidth, channels * taps]);
}

/** dy as [N · outPixels, O]. */
function rowsOf(
  builder: OnnxBuilder,
  dy: string,
  { x, outChannels, outHeight, outWidth }: FewPixels,
): string {
  const [batch] = x;
  const flat = builder.reshape(dy, [batch, outChannels, outHeight * outWidth]);
  const turned = builder.emit('Transpose', [flat], { perm: [0, 2, 1] });
  return builder.reshape(turned, [batch * outHeight * outWidth, outChannels]);
}

/** The filter as it lies: [O, C · taps]. */
const matrix = (builder: OnnxBuilder, filter: string, { x, outChannels, taps }: FewPixels): string =>
  builder.reshape(filter, [outChannels, x[1] * taps]);
