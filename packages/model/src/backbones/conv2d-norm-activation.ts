import type { BatchNormOptions } from '../layers/batch-norm.js';
import { BatchNorm2d } from '../layers/batch-norm2d.js';
import { Conv2d } from '../layers/conv2d.js';
import { Sequential } from '../layers/sequential.js';
import type { Module } from '../module/module.js';

export interface Conv2dNormActivationOptions {
  readonly kernelSize?: number;
  readonly stride?: number;
  readonly dilation?: number;
  readonly groups?: number;
  readonly norm?: BatchNormOptions;
  /** Null: none. */
  readonly activation: Module | null;
}

/** torchvision's `Conv2dNormActivation`: convolution without bias, BatchNorm, activation; padded to keep the size. */
export class Conv2dNormActivation extends Sequential {
  constructor(
    inChannels: number,
    readonly outChannels: number,
    {
      kernelSize = 3,
      stride = 1,
      dilation = 1,
      groups = 1,
      norm = {},
      activation,
    }: Conv2dNormActivationOptions,
  ) {
    const padding = Math.floor((kernelSize - 1) / 2) * dilation;
    super(
      new Conv2d(inChannels, outChannels, kernelSize, { stride, padding, dilation, groups, bias: false }),
      new BatchNorm2d(outChannels, norm),
      ...(activation === null ? [] : [activation]),
    );
  }
}
