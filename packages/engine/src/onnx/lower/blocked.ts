import { numberOf } from '../../compile/attributes.js';
import type { Node, Value } from '../../compile/graph.js';
import type { OnnxBuilder } from '../builder.js';
import { imageShape } from '../lowering.js';
import { geometryOf } from './convolution-geometry.js';

/**
 * Convolutions in ONNX Runtime's own layout, in which channels lie in blocks as wide as the processor's vectors:
 * [N, C / block, H, W, block]. The runtime uses it by itself where weights are constant; with its operators written out, steps
 * that train have it too. Dense convolutions gain a tenth to a quarter, depthwise ones are several times as fast.
 *
 * Channels are padded to whole blocks with zeros. Tensors change to the layout and back around each convolution; equal changes
 * are one node, so a gradient shares its forward pass's.
 */
const domain = 'com.microsoft.nchwc';

/** Blocks that processors have: AVX-512, then AVX2 and NEON. */
export const blockSizes = [16, 8] as const;

/** Pixels of an output from which a dense convolution gains: below, its weights decide. */
const LEAST_PIXELS = 100;

/**
 * The block for a convolution, or undefined when it is to be done otherwise.
 *
 * @param x what is convolved, `filter` with what, `y` the result, as in the forward pass
 */
export function blockOf(
  builder: OnnxBuilder,
  node: Node,
  x: Value,
  filter: Value,
  y: Value,
): number | undefined {
  const { block } = builder;
  // With constant weights the runtime does this by itself, and folds what follows.
  if (block === null || builder.isConstant(filter)) return undefined;
  const [outChannels, , kernelHeight, kernelWidth] = imageShape(filter);
  const [, channels] = imageShape(x);
  const [, , outHeight, outWidth] = imageShape(y);
  if (kernelHeight * kernelWidth === 1) return undefined;
  if (isDepthwise(node, channels, outChannels)) return 2 * channels >= block ? block : undefined;
  const fits = numberOf(node, 'groups') === 1 && channels % block === 0 && outChannels % block === 0;
  return fits && outHeight * outWidth >= LEAST_PIXELS ? block : undefined;
}

function isDepthwise(node: Node, channels: number, outChannels: number): boolean {
  return channels > 1 && numberOf(node, 'groups') === channels && outChannels === channels;
}

/** y of `x` and `filter`. */
export function blockedConvolution(node: Node, builder: OnnxBuilder, block: number): string {
  const [x, filter] = node.inputs as [Value, Value];
  const { stride, padding, dilation, kernel } = geometryOf(node, filter);
  return convolve(builder, builder.tensor(x), filterInBlocks(builder, node, filter, block, false), {
    ...channelsOf(node, filter, block),
    strides: stride,
    pads: [...padding, ...padding],
    dilations: dilation,
    kernel_shape: kernel,
  });
}

/** dx of `dy` and `filter` at stride 1: a convolution with the filter turned around. */
export function blockedInputGradient(
  node: Node,
  builder: OnnxBuilder,
  block: number,
  outer: readonly [number, number],
): string {
  const [dy, filter] = node.inputs as [Value, Value];
  const { dilation, kernel } = geometryOf(node, filter);
  const [, channels] = imageShape(node.outputs[0] as Value);
  const { group } = channelsOf(node, filter, block);
  return convolve(builder, builder.tensor(dy), filterInBlocks(builder, node, filter, block, true), {
    channels,
    group,
    strides: [1, 1],
    pads: [...outer, ...outer],
    dilations: dilation,
    kernel_shape: kernel,
  });
}

/**
 * dfilter of a depthwise convolution of `x` whose result has the gradient `dy`: every sample and channel is a channel of its
 * own, and dy its filter. Both are in blocks already, for the forward pass and for dx. Undefined where the map is no
 * larger than the padding.
 */
export function blockedFilterGradient(node: Node, builder: OnnxBuilder, block: number): string | undefined {
  const [x, dy] = node.inputs as [Value, Value];
  const filter = node.outputs[0] as Value;
  const { stride, padding, dilation, kernel } = geometryOf(node, filter);
  const [batch, channels, height, width] = imageShape(x);
  const [, , outHeight, outWidth] = imageShape(dy);
  if (!isDepthwise(node, channels, channels)) return undefined;
  // Rows of the padded input that the last window did not reach are no part of the result.
  const rest = (axis: 0 | 1): number => {
    const [length, outLength] = axis === 0 ? [height, outHeight] : [width, outWidth];
    const reach = (outLength - 1) * stride[axis] + dilation[axis] * (kernel[axis] - 1) + 1;
    return padding[axis] - (length + 2 * padding[axis] - reach);
  };
  const after = [rest(0), rest(1)] as const;
  const wide = Math.min(outHeight - padding[0], outWidth - padding[1]) > 0;
  if (!wide || Math.min(...after) < 0) return undefined;
  const padded = Math.ceil(channels / block) * block;
  const planes = batch * padded;
  const sums = builder.emit(
    'Conv',
    [
      builder.reshape(toBlocks(builder, builder.tensor(x)), [1, planes, height, width]),
      builder.reshape(toBlocks(builder, builder.tensor(dy)), [planes, 1, outHeight, outWidth]),
    ],
    {
      strides: dilation,
      dilations: stride,
      pads: [...padding, ...after],
      kernel_shape: [outHeight, outWidth],
      group: planes,
    },
    domain,
  );
  const images = fromBlocks(builder, builder.reshape(sums, [batch, padded, ...kernel]), channels);
  const summed = builder.emit('ReduceSum', [images, builder.int64s([0])], { keepdims: 0 });
  return builder.reshape(summed, filter.shape);
}

interface Blocked {
  /** Of the result. */
  readonly channels: number;
  readonly group: number;
  readonly strides: readonly number[];
  readonly pads: readonly number[];
  readonly dilations: readonly number[];
  readonly kernel_shape: readonly number[];
}

function convolve(
  builder: OnnxBuilder,
  x: string,
  filter: string,
  { channels, ...attributes }: Blocked,
): string {
  const y = builder.emit('Conv', [toBlocks(builder, x), filter], attributes, domain);
  return fromBlocks(builder, y, channels);
}

function channelsOf(node: Node, filter: Value, block: number): { channels: number; group: number } {
  const [outChannels] = imageShape(filter);
  const group = numberOf(node, 'groups') === 1 ? 1 : Math.ceil(outChannels / block) * block;
  return { channels: outChannels, group };
}

const toBlocks = (builder: OnnxBuilder, x: string): string => builder.emit('ReorderInput', [x], {}, domain);

const fromBlocks = (builder: OnnxBuilder, y: string, channels: number): string =>
  builder.emit('ReorderOutput', [y], { channels }, domain);

/**
 * A filter as the runtime's convolution reads it: blocks of output channels, of input channels, taps, and within each the input
 * and the output channels of a block; for a depthwise one, blocks of channels, taps, channels of a block.
 *
 * @param turned for the gradient: output and input change places, each kernel is turned by half a circle
 */
function filterInBlocks(
  builder: OnnxBuilder,
  node: Node,
  filter: Value,
  block: number,
  turned: boolean,
): string {
  const [outChannels, inChannels, height, width] = imageShape(filter);
  const named = builder.tensor(filter);
  const taps = height * width;
  if (numberOf(node, 'groups') > 1) {
    const padded = Math.ceil(outChannels / block) * block;
    const flat = builder.reshape(named, [outChannels, taps]);
    const whole =
      padded === outChannels
        ? flat
        : builder.emit('Pad', [flat, builder.int64s([0, 0, padded - outChannels, 0]), builder.scalar(0)]);
    const blocks = builder.emit('Transpose', [builder.reshape(whole, [padded / block, block, taps])], {
      perm: [0, 2, 1],
    });
    return builder.reshape(turned ? reversed(builder, blocks, taps, 1) : blocks, [padded, 1, height, width]);
  }
  const split = [outChannels / block, block, inChannels / block, block, taps];
  const blocks = builder.emit('Transpose', [builder.reshape(named, split)], {
    perm: turned ? [2, 0, 4, 1, 3] : [0, 2, 4, 3, 1],
  });
  return builder.reshape(
    turned ? reversed(builder, blocks, taps, 2) : blocks,
    turned ? [inChannels, outChannels, height, width] : filter.shape,
  );
}

/** All taps from the last to the first is each kernel turned by half a circle. */
const reversed = (builder: OnnxBuilder, tensor: string, taps: number, axis: number): string =>
  builder.emit('Slice', [
    tensor,
    builder.int64s([taps - 1]),
    builder.int64s([-taps - 1]),
    builder.int64s([axis]),
    builder.int64s([-1]),
  ]);
