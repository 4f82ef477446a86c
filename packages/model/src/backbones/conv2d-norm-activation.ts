import type { BatchNormOptions } from '../layers/batch-norm.js';
import { BatchNorm2d } from '../layers/batch-norm2d.js';
import { Conv2d } from '../layers/conv2d.js';
import { Sequential } from '../layers/sequential.js';
import { Module } from '../module/module.js';

export interface Conv2dNormActivationOptions {
  readonly kernelSize?: number;
  readonly stride?: number;
  /** Default: what keeps the size at stride 1. */
  readonly padding?: number;
  readonly dilation?: number;
  readonly groups?: number;
  /** Whether the convolution has one; default not. */
  readonly bias?: boolean;
  /** BatchNorm's settings, or another normalisation. */
  readonly norm?: BatchNormOptions | Module;
  /** Null: none. */
  readonly activation: Module | null;
}

/** torchvision's `Conv2dNormActivation`: convolution, normalisation, activation. */
export class Conv2dNormActivation extends Sequential {
  constructor(
    inChannels: number,
    readonly outChannels: number,
    {
      kernelSize = 3,
      stride = 1,
      dilation = 1,
      padding = Math.floor((kernelSize - 1) / 2) * dilation,
      groups = 1,
      bias = false,
      norm = {},
      activation,
    }: Conv2dNormActivationOptions,
  ) {
    super(
      new Conv2d(inChannels, outChannels, kernelSize, { stride, padding, dilation, groups, bias }),
      norm instanceof Module ? norm : new BatchNorm2d(outChannels, norm),
      ...(activation === null ? [] : [activation]),
    );
  }
}
