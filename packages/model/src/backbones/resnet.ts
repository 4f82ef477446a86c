import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { kaimingNormal_ } from '../init.js';
import { AdaptiveAvgPool2d } from '../layers/adaptive-avg-pool2d.js';
import { BatchNorm2d } from '../layers/batch-norm2d.js';
import { Conv2d } from '../layers/conv2d.js';
import { Linear } from '../layers/linear.js';
import { MaxPool2d } from '../layers/max-pool2d.js';
import { ReLU } from '../layers/relu.js';
import { Sequential } from '../layers/sequential.js';
import { chainCost, type Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import type { Shape } from '../module/shape.js';
import { Backbone, type BackboneOptions } from './backbone.js';
import type { BackboneFamily } from './family.js';
import { flatten, moduleAt, stage, type Stage } from './stage.js';

interface BlockSettings {
  readonly inChannels: number;
  /** Channels of the block before its expansion. */
  readonly planes: number;
  readonly stride: number;
  readonly groups: number;
  /** Channels of a group where there are 64 planes. */
  readonly groupWidth: number;
}

const conv1x1 = (inChannels: number, outChannels: number, stride = 1): Conv2d =>
  new Conv2d(inChannels, outChannels, 1, { stride, bias: false });

const conv3x3 = (inChannels: number, outChannels: number, stride = 1, groups = 1): Conv2d =>
  new Conv2d(inChannels, outChannels, 3, { stride, padding: 1, groups, bias: false });

const relu = (): ReLU => new ReLU({ inplace: true });

/** What brings a block's input to the shape of its output; null where it has that already. */
const shortcut = (inChannels: number, outChannels: number, stride: number): Sequential | null =>
  stride === 1 && inChannels === outChannels
    ? null
    : new Sequential(conv1x1(inChannels, outChannels, stride), new BatchNorm2d(outChannels));

/** The block of figure 5, left. */
class BasicBlock extends Module {
  static readonly expansion = 1;
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly relu = relu();
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly downsample: Sequential | null;

  constructor({ inChannels, planes, stride }: BlockSettings) {
    super();
    this.conv1 = conv3x3(inChannels, planes, stride);
    this.bn1 = new BatchNorm2d(planes);
    this.conv2 = conv3x3(planes, planes);
    this.bn2 = new BatchNorm2d(planes);
    this.downsample = shortcut(inChannels, planes, stride);
  }

  forward(x: Tensor): Tensor {
    const inner = this.relu.call(this.bn1.call(this.conv1.call(x)));
    const result = this.bn2.call(this.conv2.call(inner));
    return this.relu.call(ops.add(result, this.downsample?.call(x) ?? x));
  }

  override cost(input: Shape): Cost {
    return residualCost([this.conv1, this.bn1, this.conv2, this.bn2], this.downsample, input);
  }
}

/** The block of figure 5, right, with the stride at its 3×3 convolution (torchvision's "V1.5"). */
class Bottleneck extends Module {
  static readonly expansion = 4;
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly conv3: Conv2d;
  readonly bn3: BatchNorm2d;
  readonly relu = relu();
  readonly downsample: Sequential | null;

  constructor({ inChannels, planes, stride, groups, groupWidth }: BlockSettings) {
    super();
    const width = Math.floor((planes * groupWidth) / 64) * groups;
    const outChannels = planes * Bottleneck.expansion;
    this.conv1 = conv1x1(inChannels, width);
    this.bn1 = new BatchNorm2d(width);
    this.conv2 = conv3x3(width, width, stride, groups);
    this.bn2 = new BatchNorm2d(width);
    this.conv3 = conv1x1(width, outChannels);
    this.bn3 = new BatchNorm2d(outChannels);
    this.downsample = shortcut(inChannels, outChannels, stride);
  }

  forward(x: Tensor): Tensor {
    const squeezed = this.relu.call(this.bn1.call(this.conv1.call(x)));
    const inner = this.relu.call(this.bn2.call(this.conv2.call(squeezed)));
    const result = this.bn3.call(this.conv3.call(inner));
    return this.relu.call(ops.add(result, this.downsample?.call(x) ?? x));
  }

  override cost(input: Shape): Cost {
    const { conv1, bn1, conv2, bn2, conv3, bn3, downsample } = this;
    return residualCost([conv1, bn1, conv2, bn2, conv3, bn3], downsample, input);
  }
}

function residualCost(branch: readonly Module[], downsample: Module | null, input: Shape): Cost {
  const { shape, macs } = chainCost(branch, input);
  return { shape, macs: macs + (downsample?.cost(input).macs ?? 0) };
}

interface NetSettings {
  readonly block: typeof BasicBlock | typeof Bottleneck;
  /** Blocks per layer. */
  readonly depths: readonly [number, number, number, number];
  readonly groups?: number;
  readonly groupWidth?: number;
}

/**
 * ResNet (He et al. 2015, https://arxiv.org/abs/1512.03385), ResNeXt (Xie et al. 2016, https://arxiv.org/abs/1611.05431)
 * and Wide ResNet (Zagoruyko & Komodakis 2016, https://arxiv.org/abs/1605.07146), equal to torchvision's `resnet.py`.
 */
class ResNet extends Backbone {
  readonly conv1 = new Conv2d(3, 64, 7, { stride: 2, padding: 3, bias: false });
  readonly bn1 = new BatchNorm2d(64);
  readonly relu = relu();
  readonly maxpool = new MaxPool2d(3, { stride: 2, padding: 1 });
  readonly layer1: Sequential;
  readonly layer2: Sequential;
  readonly layer3: Sequential;
  readonly layer4: Sequential;
  readonly avgpool = new AdaptiveAvgPool2d([1, 1]);
  readonly fc: Linear;

  constructor(settings: NetSettings, { classes = 1000 }: BackboneOptions) {
    super();
    const { block, depths } = settings;
    this.layer1 = layerOf(settings, 64, 64, depths[0], 1);
    this.layer2 = layerOf(settings, 64 * block.expansion, 128, depths[1], 2);
    this.layer3 = layerOf(settings, 128 * block.expansion, 256, depths[2], 2);
    this.layer4 = layerOf(settings, 256 * block.expansion, 512, depths[3], 2);
    this.fc = new Linear(512 * block.expansion, classes);
    for (const module of this.modules())
      if (module instanceof Conv2d) kaimingNormal_(module.weight, { mode: 'fanOut' });
  }

  protected override defineStages(): Stage[] {
    return [
      stage(
        'stem',
        moduleAt('conv1', this.conv1),
        moduleAt('bn1', this.bn1),
        moduleAt('relu', this.relu),
        moduleAt('maxpool', this.maxpool),
      ),
      stage('layer1', moduleAt('layer1', this.layer1)),
      stage('layer2', moduleAt('layer2', this.layer2)),
      stage('layer3', moduleAt('layer3', this.layer3)),
      stage('layer4', moduleAt('layer4', this.layer4), moduleAt('avgpool', this.avgpool), flatten),
      stage('head', moduleAt('fc', this.fc)),
    ];
  }
}

function layerOf(
  { block: Block, groups = 1, groupWidth = 64 }: NetSettings,
  inChannels: number,
  planes: number,
  depth: number,
  stride: number,
): Sequential {
  const blocks = Array.from({ length: depth }, (_, index) =>
    index === 0
      ? new Block({ inChannels, planes, stride, groups, groupWidth })
      : new Block({ inChannels: planes * Block.expansion, planes, stride: 1, groups, groupWidth }),
  );
  return new Sequential(...blocks);
}

const net =
  (settings: NetSettings) =>
  (options: BackboneOptions): ResNet =>
    new ResNet(settings, options);

const depths50 = [3, 4, 6, 3] as const;
const depths101 = [3, 4, 23, 3] as const;

export const resnet: BackboneFamily = {
  title: 'ResNet',
  paper: 'https://arxiv.org/abs/1512.03385',
  backbones: {
    resnet18: net({ block: BasicBlock, depths: [2, 2, 2, 2] }),
    resnet34: net({ block: BasicBlock, depths: depths50 }),
    resnet50: net({ block: Bottleneck, depths: depths50 }),
    resnet101: net({ block: Bottleneck, depths: depths101 }),
    resnet152: net({ block: Bottleneck, depths: [3, 8, 36, 3] }),
  },
};

export const resnext: BackboneFamily = {
  title: 'ResNeXt',
  paper: 'https://arxiv.org/abs/1611.05431',
  backbones: {
    resnext50_32x4d: net({ block: Bottleneck, depths: depths50, groups: 32, groupWidth: 4 }),
    resnext101_64x4d: net({ block: Bottleneck, depths: depths101, groups: 64, groupWidth: 4 }),
    resnext101_32x8d: net({ block: Bottleneck, depths: depths101, groups: 32, groupWidth: 8 }),
  },
};

export const wideResnet: BackboneFamily = {
  title: 'Wide ResNet',
  paper: 'https://arxiv.org/abs/1605.07146',
  backbones: {
    wide_resnet50_2: net({ block: Bottleneck, depths: depths50, groupWidth: 128 }),
    wide_resnet101_2: net({ block: Bottleneck, depths: depths101, groupWidth: 128 }),
  },
};
