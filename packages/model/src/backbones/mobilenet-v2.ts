import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { kaimingNormal_, normal_, zeros_ } from '../init.js';
import { BatchNorm2d } from '../layers/batch-norm2d.js';
import { Conv2d } from '../layers/conv2d.js';
import { Dropout } from '../layers/dropout.js';
import { Linear } from '../layers/linear.js';
import { ReLU6 } from '../layers/relu6.js';
import { Sequential } from '../layers/sequential.js';
import type { Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import type { Shape } from '../module/shape.js';
import { Backbone, type BackboneOptions } from './backbone.js';
import { Conv2dNormActivation } from './conv2d-norm-activation.js';
import type { BackboneFamily } from './family.js';
import { channelMeans, childrenOf, moduleAt, stage, type Stage } from './stage.js';

const relu6 = (): ReLU6 => new ReLU6({ inplace: true });

/** The block of figure 4: expand, depthwise convolution, linear projection; residual where it fits. */
class InvertedResidual extends Module {
  readonly conv: Sequential;
  private readonly isResidual: boolean;

  constructor(inChannels: number, outChannels: number, stride: number, expansion: number) {
    super();
    const expanded = inChannels * expansion;
    this.conv = new Sequential(
      ...(expansion === 1
        ? []
        : [new Conv2dNormActivation(inChannels, expanded, { kernelSize: 1, activation: relu6() })]),
      new Conv2dNormActivation(expanded, expanded, { stride, groups: expanded, activation: relu6() }),
      new Conv2d(expanded, outChannels, 1, { bias: false }),
      new BatchNorm2d(outChannels),
    );
    this.isResidual = stride === 1 && inChannels === outChannels;
  }

  forward(x: Tensor): Tensor {
    const result = this.conv.call(x);
    return this.isResidual ? ops.add(x, result) : result;
  }

  override cost(input: Shape): Cost {
    return this.conv.cost(input);
  }
}

/** Table 2 of the paper: expansion, channels, repeats, stride of the first. */
const rows = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

/** First and last module (both inclusive) of each stage within `features`; a stage ends before the next stride. */
const cuts = {
  stem: [0, 0],
  stage1: [1, 1],
  stage2: [2, 3],
  stage3: [4, 6],
  stage4: [7, 13],
  stage5: [14, 17],
} as const;

const stemChannels = 32;
const lastChannels = 1280;

/** MobileNetV2 (Sandler et al. 2018, https://arxiv.org/abs/1801.04381), equal to torchvision's `mobilenetv2.py`. */
class MobileNetV2 extends Backbone {
  readonly features: Sequential;
  readonly classifier: Sequential;

  constructor({ classes = 1000, dropout = 0.2 }: BackboneOptions) {
    super();
    let channels = stemChannels;
    this.features = new Sequential(new Conv2dNormActivation(3, channels, { stride: 2, activation: relu6() }));
    for (const [expansion, outChannels, repeats, stride] of rows)
      for (let index = 0; index < repeats; index++) {
        this.features.append(
          new InvertedResidual(channels, outChannels, index === 0 ? stride : 1, expansion),
        );
        channels = outChannels;
      }
    this.features.append(
      new Conv2dNormActivation(channels, lastChannels, { kernelSize: 1, activation: relu6() }),
    );
    this.classifier = new Sequential(new Dropout(dropout), new Linear(lastChannels, classes));
    for (const module of this.modules()) {
      if (module instanceof Conv2d) kaimingNormal_(module.weight, { mode: 'fanOut' });
      else if (module instanceof Linear) {
        normal_(module.weight, 0, 0.01);
        zeros_(module.bias);
      }
    }
  }

  protected override defineStages(): Stage[] {
    const { features, classifier } = this;
    return [
      ...Object.entries(cuts).map(([name, [from, to]]) =>
        stage(name, childrenOf('features', features, from, to)),
      ),
      stage('conv', childrenOf('features', features, features.length - 1), channelMeans),
      stage('head', moduleAt('classifier', classifier)),
    ];
  }
}

export const mobilenetV2: BackboneFamily = {
  title: 'MobileNetV2',
  paper: 'https://arxiv.org/abs/1801.04381',
  backbones: { mobilenet_v2: (options) => new MobileNetV2(options) },
};
