import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { BatchNorm2d } from '../layers/batch-norm2d.js';
import { Conv2d } from '../layers/conv2d.js';
import { Linear } from '../layers/linear.js';
import { MaxPool2d } from '../layers/max-pool2d.js';
import { ReLU } from '../layers/relu.js';
import { Sequential } from '../layers/sequential.js';
import type { Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import type { Shape } from '../module/shape.js';
import { Backbone, type BackboneOptions } from './backbone.js';
import type { BackboneFamily } from './family.js';
import { channelMeans, moduleAt, stage } from './stage.js';

/** Channels i of group g go to position i·groups + g, so that the next split mixes both branches. */
function channelShuffle(x: Tensor, groups: number): Tensor {
  const [batch = 1, channels = 1, height = 1, width = 1] = x.shape;
  const grouped = ops.reshape(x, [batch, groups, channels / groups, height, width]);
  return ops.reshape(ops.transpose(grouped, [0, 2, 1, 3, 4]), x.shape);
}

const depthwise = (channels: number, stride: number): Conv2d =>
  new Conv2d(channels, channels, 3, { stride, padding: 1, groups: channels, bias: false });

const pointwise = (inChannels: number, outChannels: number): Conv2d =>
  new Conv2d(inChannels, outChannels, 1, { bias: false });

const relu = (): ReLU => new ReLU({ inplace: true });

/** The unit of figure 3 (c) and (d): with stride 1 half of the channels pass by, else both branches see all. */
class InvertedResidual extends Module {
  readonly branch1: Sequential;
  readonly branch2: Sequential;

  constructor(
    inChannels: number,
    outChannels: number,
    readonly stride: number,
  ) {
    super();
    const half = outChannels / 2;
    this.branch1 =
      stride === 1
        ? new Sequential()
        : new Sequential(
            depthwise(inChannels, stride),
            new BatchNorm2d(inChannels),
            pointwise(inChannels, half),
            new BatchNorm2d(half),
            relu(),
          );
    this.branch2 = new Sequential(
      pointwise(stride === 1 ? half : inChannels, half),
      new BatchNorm2d(half),
      relu(),
      depthwise(half, stride),
      new BatchNorm2d(half),
      pointwise(half, half),
      new BatchNorm2d(half),
      relu(),
    );
  }

  forward(x: Tensor): Tensor {
    const [left, right] = this.stride === 1 ? halves(x) : [this.branch1.call(x), x];
    return channelShuffle(ops.concat([left, this.branch2.call(right)], 1), 2);
  }

  override cost(input: Shape): Cost {
    const [batch = 1, channels = 1, ...image] = input;
    const right = this.branch2.cost(this.stride === 1 ? [batch, channels / 2, ...image] : input);
    const left = this.stride === 1 ? 0 : this.branch1.cost(input).macs;
    const [, half = 0, ...outImage] = right.shape;
    return { shape: [batch, 2 * half, ...outImage], macs: left + right.macs };
  }
}

function halves(x: Tensor): [Tensor, Tensor] {
  const [batch = 1, channels = 1, height = 1, width = 1] = x.shape;
  const half = channels / 2;
  const size = [batch, half, height, width];
  return [ops.slice(x, [0, 0, 0, 0], size), ops.slice(x, [0, half, 0, 0], size)];
}

const repeats = { stage2: 4, stage3: 8, stage4: 4 };

/** ShuffleNet V2 (Ma et al. 2018, https://arxiv.org/abs/1807.11164), equal to torchvision's `shufflenetv2.py`. */
class ShuffleNetV2 extends Backbone {
  readonly conv1: Sequential;
  readonly maxpool = new MaxPool2d(3, { stride: 2, padding: 1 });
  readonly stage2: Sequential;
  readonly stage3: Sequential;
  readonly stage4: Sequential;
  readonly conv5: Sequential;
  readonly fc: Linear;

  constructor(
    [stem, second, third, fourth, last]: readonly [number, number, number, number, number],
    { classes = 1000 }: BackboneOptions,
  ) {
    super();
    this.conv1 = new Sequential(
      new Conv2d(3, stem, 3, { stride: 2, padding: 1, bias: false }),
      new BatchNorm2d(stem),
      relu(),
    );
    this.stage2 = units(stem, second, repeats.stage2);
    this.stage3 = units(second, third, repeats.stage3);
    this.stage4 = units(third, fourth, repeats.stage4);
    this.conv5 = new Sequential(pointwise(fourth, last), new BatchNorm2d(last), relu());
    this.fc = new Linear(last, classes);
  }

  protected override defineStages() {
    return [
      stage('stem', moduleAt('conv1', this.conv1), moduleAt('maxpool', this.maxpool)),
      stage('stage2', moduleAt('stage2', this.stage2)),
      stage('stage3', moduleAt('stage3', this.stage3)),
      stage('stage4', moduleAt('stage4', this.stage4)),
      stage('conv5', moduleAt('conv5', this.conv5), channelMeans),
      stage('head', moduleAt('fc', this.fc)),
    ];
  }
}

const units = (inChannels: number, outChannels: number, count: number): Sequential =>
  new Sequential(
    new InvertedResidual(inChannels, outChannels, 2),
    ...Array.from({ length: count - 1 }, () => new InvertedResidual(outChannels, outChannels, 1)),
  );

export const shufflenetV2: BackboneFamily = {
  title: 'ShuffleNetV2',
  paper: 'https://arxiv.org/abs/1807.11164',
  backbones: {
    shufflenet_v2_x0_5: (options) => new ShuffleNetV2([24, 48, 96, 192, 1024], options),
    shufflenet_v2_x1_0: (options) => new ShuffleNetV2([24, 116, 232, 464, 1024], options),
    shufflenet_v2_x1_5: (options) => new ShuffleNetV2([24, 176, 352, 704, 1024], options),
    shufflenet_v2_x2_0: (options) => new ShuffleNetV2([24, 244, 488, 976, 2048], options),
  },
};
