import { kaimingNormal_, normal_, zeros_ } from '../init.js';
import { AdaptiveAvgPool2d } from '../layers/adaptive-avg-pool2d.js';
import { BatchNorm2d } from '../layers/batch-norm2d.js';
import { Conv2d } from '../layers/conv2d.js';
import { Dropout } from '../layers/dropout.js';
import { Linear } from '../layers/linear.js';
import { MaxPool2d } from '../layers/max-pool2d.js';
import { ReLU } from '../layers/relu.js';
import { Sequential } from '../layers/sequential.js';
import type { Module } from '../module/module.js';
import { Backbone, type BackboneOptions } from './backbone.js';
import type { BackboneFamily } from './family.js';
import { childrenOf, flatten, moduleAt, stage, type Stage } from './stage.js';

const relu = (): ReLU => new ReLU({ inplace: true });

/** Channels of the convolutions of each of the five blocks. */
const blockChannels = [64, 128, 256, 512, 512] as const;

/** Edge of the map that the linear layers see, whatever the image's size. */
const mapSize = 7;

/** Convolutions per block, columns A, B, D and E of table 1. */
type Depths = readonly [number, number, number, number, number];

/** 3×3 convolutions, each with a ReLU, and the pool that ends the block. */
function blockOf(inChannels: number, outChannels: number, depth: number, batchNorm: boolean): Module[] {
  const convolutions = Array.from({ length: depth }, (_, index) => [
    new Conv2d(index === 0 ? inChannels : outChannels, outChannels, 3, { padding: 1 }),
    ...(batchNorm ? [new BatchNorm2d(outChannels)] : []),
    relu(),
  ]);
  return [...convolutions.flat(), new MaxPool2d(2, { stride: 2 })];
}

/** VGG (Simonyan & Zisserman 2014, https://arxiv.org/abs/1409.1556), equal to torchvision's `vgg.py`. */
class VGG extends Backbone {
  readonly features = new Sequential();
  readonly avgpool = new AdaptiveAvgPool2d([mapSize, mapSize]);
  readonly classifier: Sequential;
  /** Index within `features` of the module after each block. */
  private readonly blockEnds: readonly number[];

  constructor(depths: Depths, batchNorm: boolean, { classes = 1000, dropout = 0.5 }: BackboneOptions) {
    super();
    this.blockEnds = blockChannels.map((channels, index) => {
      const inChannels = blockChannels[index - 1] ?? 3;
      this.features.extend(blockOf(inChannels, channels, depths[index] ?? 0, batchNorm));
      return this.features.length;
    });
    this.classifier = new Sequential(
      new Linear(512 * mapSize * mapSize, 4096),
      relu(),
      new Dropout(dropout),
      new Linear(4096, 4096),
      relu(),
      new Dropout(dropout),
      new Linear(4096, classes),
    );
    for (const module of this.modules()) {
      if (module instanceof Conv2d) kaimingNormal_(module.weight, { mode: 'fanOut' });
      else if (module instanceof Linear) normal_(module.weight, 0, 0.01);
      else continue;
      zeros_(module.bias);
    }
  }

  protected override defineStages(): Stage[] {
    const { features, classifier, blockEnds } = this;
    return [
      ...blockEnds.map((end, index) =>
        stage(
          `block${String(index + 1)}`,
          childrenOf('features', features, blockEnds[index - 1] ?? 0, end - 1),
        ),
      ),
      stage('neck', moduleAt('avgpool', this.avgpool), flatten, childrenOf('classifier', classifier, 0, 4)),
      stage('head', childrenOf('classifier', classifier, 5, 6)),
    ];
  }
}

const net =
  (depths: Depths, batchNorm = false) =>
  (options: BackboneOptions): VGG =>
    new VGG(depths, batchNorm, options);

const depths11 = [1, 1, 2, 2, 2] as const;
const depths13 = [2, 2, 2, 2, 2] as const;
const depths16 = [2, 2, 3, 3, 3] as const;
const depths19 = [2, 2, 4, 4, 4] as const;

export const vgg: BackboneFamily = {
  title: 'VGG',
  paper: 'https://arxiv.org/abs/1409.1556',
  backbones: {
    vgg11: net(depths11),
    vgg11_bn: net(depths11, true),
    vgg13: net(depths13),
    vgg13_bn: net(depths13, true),
    vgg16: net(depths16),
    vgg16_bn: net(depths16, true),
    vgg19: net(depths19),
    vgg19_bn: net(depths19, true),
  },
};
