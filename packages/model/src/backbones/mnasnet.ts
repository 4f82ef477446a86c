import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { kaimingNormal_, kaimingUniform_, zeros_ } from '../init.js';
import { BatchNorm2d } from '../layers/batch-norm2d.js';
import { Conv2d } from '../layers/conv2d.js';
import { Dropout } from '../layers/dropout.js';
import { Linear } from '../layers/linear.js';
import { ReLU } from '../layers/relu.js';
import { Sequential } from '../layers/sequential.js';
import type { Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import type { Shape } from '../module/shape.js';
import { Backbone, type BackboneOptions } from './backbone.js';
import type { BackboneFamily } from './family.js';
import { roundToEight } from './round-channels.js';
import { channelMeans, childrenOf, moduleAt, stage, type Stage } from './stage.js';

const relu = (): ReLU => new ReLU({ inplace: true });

/** The paper's 0.9997 is TensorFlow's momentum: torch counts what is added, not what is kept. */
const batchNorm = (channels: number): BatchNorm2d => new BatchNorm2d(channels, { momentum: 1 - 0.9997 });

const pointwise = (inChannels: number, outChannels: number): Conv2d =>
  new Conv2d(inChannels, outChannels, 1, { bias: false });

const depthwise = (channels: number, kernel: number, stride: number): Conv2d =>
  new Conv2d(channels, channels, kernel, {
    stride,
    padding: Math.floor(kernel / 2),
    groups: channels,
    bias: false,
  });

/** The block of figure 7 (b): expand, depthwise convolution, linear projection; residual where it fits. */
class _InvertedResidual extends Module {
  readonly layers: Sequential;
  private readonly isResidual: boolean;

  constructor(inChannels: number, outChannels: number, kernel: number, stride: number, expansion: number) {
    super();
    const expanded = inChannels * expansion;
    this.layers = new Sequential(
      pointwise(inChannels, expanded),
      batchNorm(expanded),
      relu(),
      depthwise(expanded, kernel, stride),
      batchNorm(expanded),
      relu(),
      pointwise(expanded, outChannels),
      batchNorm(outChannels),
    );
    this.isResidual = stride === 1 && inChannels === outChannels;
  }

  forward(x: Tensor): Tensor {
    const result = this.layers.call(x);
    return this.isResidual ? ops.add(result, x) : result;
  }

  override cost(input: Shape): Cost {
    return this.layers.cost(input);
  }
}

/** Figure 7 (a) at width 1: channels, kernel, stride of the first, expansion, repeats. */
const stacks = [
  [24, 3, 2, 3, 3],
  [40, 5, 2, 3, 3],
  [80, 5, 2, 6, 3],
  [96, 3, 1, 6, 2],
  [192, 5, 2, 6, 4],
  [320, 3, 1, 6, 1],
] as const;

/** First and last module (both inclusive) of each stage within `layers`; a stage ends before the next stride. */
const cuts = {
  stem: [0, 2],
  stage1: [3, 7],
  stage2: [8, 8],
  stage3: [9, 9],
  stage4: [10, 11],
  stage5: [12, 13],
} as const;

const lastChannels = 1280;

/** MnasNet-B1 (Tan et al. 2018, https://arxiv.org/abs/1807.11626), equal to version 2 of torchvision's `mnasnet.py`. */
class MNASNet extends Backbone {
  readonly layers: Sequential;
  readonly classifier: Sequential;

  /** @param width multiplies the channels of all but the last convolution */
  constructor(width: number, { classes = 1000, dropout = 0.2 }: BackboneOptions) {
    super();
    const stem = roundToEight(32 * width);
    let channels = roundToEight(16 * width);
    this.layers = new Sequential(
      new Conv2d(3, stem, 3, { stride: 2, padding: 1, bias: false }),
      batchNorm(stem),
      relu(),
      depthwise(stem, 3, 1),
      batchNorm(stem),
      relu(),
      pointwise(stem, channels),
      batchNorm(channels),
    );
    for (const [base, kernel, stride, expansion, repeats] of stacks) {
      const outChannels = roundToEight(base * width);
      const blocks = Array.from({ length: repeats }, (_, index) =>
        index === 0
          ? new _InvertedResidual(channels, outChannels, kernel, stride, expansion)
          : new _InvertedResidual(outChannels, outChannels, kernel, 1, expansion),
      );
      this.layers.append(new Sequential(...blocks));
      channels = outChannels;
    }
    this.layers.extend([pointwise(channels, lastChannels), batchNorm(lastChannels), relu()]);
    this.classifier = new Sequential(
      new Dropout(dropout, { inplace: true }),
      new Linear(lastChannels, classes),
    );
    for (const module of this.modules()) {
      if (module instanceof Conv2d) kaimingNormal_(module.weight, { mode: 'fanOut' });
      else if (module instanceof Linear) {
        kaimingUniform_(module.weight, { mode: 'fanOut', nonlinearity: 'sigmoid' });
        zeros_(module.bias);
      }
    }
  }

  protected override defineStages(): Stage[] {
    const { layers, classifier } = this;
    return [
      ...Object.entries(cuts).map(([name, [from, to]]) =>
        stage(name, childrenOf('layers', layers, from, to)),
      ),
      stage('conv', childrenOf('layers', layers, 14, 16), channelMeans),
      stage('head', moduleAt('classifier', classifier)),
    ];
  }
}

export const mnasnet: BackboneFamily = {
  title: 'MnasNet',
  paper: 'https://arxiv.org/abs/1807.11626',
  backbones: {
    mnasnet0_5: (options) => new MNASNet(0.5, options),
    mnasnet0_75: (options) => new MNASNet(0.75, options),
    mnasnet1_0: (options) => new MNASNet(1, options),
    mnasnet1_3: (options) => new MNASNet(1.3, options),
  },
};
