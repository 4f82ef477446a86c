import { InputError } from '@frostline/base';
import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { defaultBias, defaultWeight } from '../init.js';
import type { Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import { Parameter } from '../module/parameter.js';
import { pythonTuple } from '../module/repr.js';
import type { Shape } from '../module/shape.js';
import { isPairOf, type Pair } from './pair.js';
import { windowedShape } from './window.js';

/** How the pixels beyond the edge are made: zeros, the mirror image, the edge repeated, or the other side. */
export type PaddingMode = ops.PaddingMode;

/** What a convolution over one or two axes is made of; pairs are [vertical, horizontal]. */
export interface ConvolutionSettings {
  readonly kernelSize: Pair;
  readonly stride: Pair;
  readonly padding: Pair | 'same' | 'valid';
  readonly dilation: Pair;
  readonly groups: number;
  readonly bias: boolean;
  readonly paddingMode: PaddingMode;
}

/** What torch's `nn.Conv1d` and `nn.Conv2d` share; a row of values is an image of height 1. */
export abstract class Convolution extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter | null;
  readonly kernelSize: Pair;
  readonly stride: Pair;
  /** Pixels on each side of both axes: [[top, bottom], [left, right]]. */
  readonly edges: readonly [Pair, Pair];
  readonly dilation: Pair;
  readonly groups: number;
  private readonly padding: Pair | 'same' | 'valid';
  private readonly paddingMode: PaddingMode;

  protected constructor(
    readonly inChannels: number,
    readonly outChannels: number,
    /** Number of axes that it slides along. */
    private readonly axes: 1 | 2,
    { kernelSize, stride, padding, dilation, groups, bias, paddingMode }: ConvolutionSettings,
  ) {
    super();
    checkGroups(inChannels, outChannels, groups);
    if (padding === 'same' && !isPairOf(stride, 1))
      throw new InputError('layer-settings', "padding 'same' is not supported for strided convolutions", {
        found: { stride },
        allowed: 'stride 1, or padding in pixels',
      });
    this.kernelSize = kernelSize;
    this.stride = stride;
    this.padding = padding;
    this.dilation = dilation;
    this.groups = groups;
    this.paddingMode = paddingMode;
    this.edges = [this.edgesOf(0), this.edgesOf(1)];
    const shape = [outChannels, inChannels / groups, ...kernelSize.slice(-axes)];
    this.weight = new Parameter(shape, defaultWeight(shape));
    this.bias = bias ? new Parameter([outChannels], defaultBias(shape)) : null;
  }

  /** Slides over images [N, in, H, W]. */
  protected slide(x: Tensor): Tensor {
    const { stride, dilation, groups, edges, paddingMode } = this;
    const weight = this.axes === 2 ? this.weight.data : ops.expandDims(this.weight.data, 2);
    const bias = this.bias?.data ?? null;
    const [vertical, horizontal] = edges;
    const even = vertical[0] === vertical[1] && horizontal[0] === horizontal[1];
    if (paddingMode === 'zeros' && even)
      return ops.conv2d(x, weight, bias, { stride, padding: [vertical[0], horizontal[0]], dilation, groups });
    return ops.conv2d(ops.padImage(x, edges, paddingMode), weight, bias, { stride, dilation, groups });
  }

  /** Cost of sliding over images of this shape. */
  protected slideCost([batch = 1, channels = 1, height = 1, width = 1]: Shape): Cost {
    const { kernelSize, stride, dilation, edges } = this;
    const padded = [
      batch,
      channels,
      height + edges[0][0] + edges[0][1],
      width + edges[1][0] + edges[1][1],
    ] as const;
    const [rows, columns] = windowedShape(padded, { kernel: kernelSize, stride, padding: [0, 0], dilation });
    const shape = [batch, this.outChannels, rows, columns];
    return { shape, macs: batch * rows * columns * this.weight.size };
  }

  private edgesOf(axis: 0 | 1): Pair {
    const { padding } = this;
    if (padding === 'valid') return [0, 0];
    if (padding !== 'same') return [padding[axis], padding[axis]];
    // An odd rest goes to the bottom or the right.
    const total = this.dilation[axis] * (this.kernelSize[axis] - 1);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  }

  override extraRepr(): string {
    const { padding, dilation, groups, paddingMode } = this;
    const tuple = (pair: Pair): string => pythonTuple(pair.slice(-this.axes));
    const parts = [
      String(this.inChannels),
      String(this.outChannels),
      `kernel_size=${tuple(this.kernelSize)}`,
      `stride=${tuple(this.stride)}`,
    ];
    if (typeof padding === 'string') parts.push(`padding=${padding}`);
    else if (!isPairOf(padding, 0)) parts.push(`padding=${tuple(padding)}`);
    if (!isPairOf(dilation, 1)) parts.push(`dilation=${tuple(dilation)}`);
    if (groups !== 1) parts.push(`groups=${String(groups)}`);
    if (this.bias === null) parts.push('bias=False');
    if (paddingMode !== 'zeros') parts.push(`padding_mode=${paddingMode}`);
    return parts.join(', ');
  }
}

/** @throws InputError `layer-settings` when `groups` does not divide both channel counts */
export function checkGroups(inChannels: number, outChannels: number, groups: number): void {
  if (inChannels % groups === 0 && outChannels % groups === 0) return;
  throw new InputError('layer-settings', 'groups must divide in and out channels', {
    found: groups,
    allowed: `a divisor of ${String(inChannels)} and of ${String(outChannels)}`,
  });
}
