import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { kaimingNormal_, zeros_ } from '../init.js';
import { AvgPool2d } from '../layers/avg-pool2d.js';
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
import { channelMeans, childrenOf, functionPart, moduleAt, stage, type Stage } from './stage.js';

const relu = (): ReLU => new ReLU({ inplace: true });

/** Channels that the 1×1 convolution leaves of its input, in multiples of the growth. */
const bottleneckSize = 4;

/** BatchNorm, ReLU, 1×1 convolution; BatchNorm, ReLU, 3×3 convolution: all features so far → `growth` new ones. */
class _DenseLayer extends Module {
  readonly norm1: BatchNorm2d;
  readonly relu1 = relu();
  readonly conv1: Conv2d;
  readonly norm2: BatchNorm2d;
  readonly relu2 = relu();
  readonly conv2: Conv2d;

  constructor(inChannels: number, growth: number) {
    super();
    const squeezed = bottleneckSize * growth;
    this.norm1 = new BatchNorm2d(inChannels);
    this.conv1 = new Conv2d(inChannels, squeezed, 1, { bias: false });
    this.norm2 = new BatchNorm2d(squeezed);
    this.conv2 = new Conv2d(squeezed, growth, 3, { padding: 1, bias: false });
  }

  forward(x: Tensor): Tensor {
    const squeezed = this.conv1.call(this.relu1.call(this.norm1.call(x)));
    return this.conv2.call(this.relu2.call(this.norm2.call(squeezed)));
  }

  override cost(input: Shape): Cost {
    return chainCost([this.norm1, this.conv1, this.norm2, this.conv2], input);
  }
}

/** Each layer's features are appended to all that came before, which the next layer sees. */
class _DenseBlock extends Module {
  constructor(depth: number, inChannels: number, growth: number) {
    super();
    for (let index = 0; index < depth; index++)
      this.registerModule(
        `denselayer${String(index + 1)}`,
        new _DenseLayer(inChannels + index * growth, growth),
      );
  }

  /** What has grown so far is passed on as one tensor: as a list of parts the gradient would cost depth² slices and sums. */
  forward(x: Tensor): Tensor {
    let features = x;
    for (const layer of this.children()) features = ops.concat([features, layer.call(features)], 1);
    return features;
  }

  override cost(input: Shape): Cost {
    let shape = input;
    let macs = 0;
    for (const layer of this.children()) {
      const grown = layer.cost(shape);
      const [batch = 1, channels = 1, ...image] = shape;
      shape = [batch, channels + (grown.shape[1] ?? 0), ...image];
      macs += grown.macs;
    }
    return { shape, macs };
  }
}

/** Half of the channels, half of the image's edge. */
class _Transition extends Sequential {
  constructor(inChannels: number, outChannels: number) {
    super({
      norm: new BatchNorm2d(inChannels),
      relu: relu(),
      conv: new Conv2d(inChannels, outChannels, 1, { bias: false }),
      pool: new AvgPool2d(2, { stride: 2 }),
    });
  }
}

interface NetSettings {
  readonly growth: number;
  /** Layers per block. */
  readonly depths: readonly [number, number, number, number];
  readonly stemChannels: number;
}

/** DenseNet-BC (Huang et al. 2016, https://arxiv.org/abs/1608.06993), equal to torchvision's `densenet.py`. */
class DenseNet extends Backbone {
  readonly features: Sequential;
  readonly classifier: Linear;

  constructor({ growth, depths, stemChannels }: NetSettings, { classes = 1000 }: BackboneOptions) {
    super();
    this.features = new Sequential({
      conv0: new Conv2d(3, stemChannels, 7, { stride: 2, padding: 3, bias: false }),
      norm0: new BatchNorm2d(stemChannels),
      relu0: relu(),
      pool0: new MaxPool2d(3, { stride: 2, padding: 1 }),
    });
    let channels = stemChannels;
    for (const [index, depth] of depths.entries()) {
      const number = String(index + 1);
      this.features.registerModule(`denseblock${number}`, new _DenseBlock(depth, channels, growth));
      channels += depth * growth;
      if (index === depths.length - 1) continue;
      const half = Math.floor(channels / 2);
      this.features.registerModule(`transition${number}`, new _Transition(channels, half));
      channels = half;
    }
    this.features.registerModule('norm5', new BatchNorm2d(channels));
    this.classifier = new Linear(channels, classes);
    for (const module of this.modules()) {
      if (module instanceof Conv2d) kaimingNormal_(module.weight);
      else if (module instanceof Linear) zeros_(module.bias);
    }
  }

  protected override defineStages(): Stage[] {
    const { features, classifier } = this;
    return [
      stage('stem', childrenOf('features', features, 0, 3)),
      stage('denseblock1', childrenOf('features', features, 4, 5)),
      stage('denseblock2', childrenOf('features', features, 6, 7)),
      stage('denseblock3', childrenOf('features', features, 8, 9)),
      stage(
        'denseblock4',
        childrenOf('features', features, 10, 11),
        functionPart(ops.relu, (shape) => shape),
        channelMeans,
      ),
      stage('head', moduleAt('classifier', classifier)),
    ];
  }
}

const net =
  (settings: NetSettings) =>
  (options: BackboneOptions): DenseNet =>
    new DenseNet(settings, options);

export const densenet: BackboneFamily = {
  title: 'DenseNet',
  paper: 'https://arxiv.org/abs/1608.06993',
  backbones: {
    densenet121: net({ growth: 32, depths: [6, 12, 24, 16], stemChannels: 64 }),
    densenet169: net({ growth: 32, depths: [6, 12, 32, 32], stemChannels: 64 }),
    densenet201: net({ growth: 32, depths: [6, 12, 48, 32], stemChannels: 64 }),
    densenet161: net({ growth: 48, depths: [6, 12, 36, 24], stemChannels: 96 }),
  },
};
