import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { AdaptiveAvgPool2d } from '../layers/adaptive-avg-pool2d.js';
import { Conv2d } from '../layers/conv2d.js';
import { chainCost, type Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import type { Shape } from '../module/shape.js';

/** Squeeze-and-excitation (Hu et al. 2017, https://arxiv.org/abs/1709.01507, figure 1), as in torchvision. */
export class SqueezeExcitation extends Module {
  readonly avgpool = new AdaptiveAvgPool2d(1);
  readonly fc1: Conv2d;
  readonly fc2: Conv2d;
  readonly activation: Module;
  readonly scale_activation: Module;

  constructor(inputChannels: number, squeezeChannels: number, activation: Module, scaleActivation: Module) {
    super();
    this.fc1 = new Conv2d(inputChannels, squeezeChannels, 1);
    this.fc2 = new Conv2d(squeezeChannels, inputChannels, 1);
    this.activation = activation;
    this.scale_activation = scaleActivation;
  }

  forward(x: Tensor): Tensor {
    const squeezed = this.activation.call(this.fc1.call(this.avgpool.call(x)));
    return ops.mul(this.scale_activation.call(this.fc2.call(squeezed)), x);
  }

  override cost(input: Shape): Cost {
    return { shape: input, macs: chainCost([this.avgpool, this.fc1, this.fc2], input).macs };
  }
}
