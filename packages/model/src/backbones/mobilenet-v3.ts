import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { kaimingNormal_, normal_, zeros_ } from '../init.js';
import { AdaptiveAvgPool2d } from '../layers/adaptive-avg-pool2d.js';
import { Conv2d } from '../layers/conv2d.js';
import { Dropout } from '../layers/dropout.js';
import { Hardsigmoid } from '../layers/hardsigmoid.js';
import { Hardswish } from '../layers/hardswish.js';
import { Linear } from '../layers/linear.js';
import { ReLU } from '../layers/relu.js';
import { Sequential } from '../layers/sequential.js';
import type { Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import type { Shape } from '../module/shape.js';
import { Backbone, type BackboneOptions } from './backbone.js';
import { Conv2dNormActivation } from './conv2d-norm-activation.js';
import type { BackboneFamily } from './family.js';
import { largeNet, smallNet, type BlockSettings, type NetSettings } from './mobilenet-v3-settings.js';
import { roundToEight } from './round-channels.js';
import { SqueezeExcitation } from './squeeze-excitation.js';
import { childrenOf, flatten, moduleAt, stage, type Stage } from './stage.js';

const norm = { eps: 0.001, momentum: 0.01 };

/** The block of figure 4: expand, depthwise convolution, squeeze-and-excitation, project; residual where it fits. */
class InvertedResidual extends Module {
  readonly block: Sequential;
  private readonly isResidual: boolean;

  constructor({
    inChannels,
    kernel,
    expanded,
    outChannels,
    squeezeExcitation,
    activation,
    stride,
  }: BlockSettings) {
    super();
    const activate = () => (activation === 'hardswish' ? new Hardswish() : new ReLU({ inplace: true }));
    const layers: Module[] = [];
    if (expanded !== inChannels)
      layers.push(
        new Conv2dNormActivation(inChannels, expanded, { kernelSize: 1, norm, activation: activate() }),
      );
    layers.push(
      new Conv2dNormActivation(expanded, expanded, {
        kernelSize: kernel,
        stride,
        groups: expanded,
        norm,
        activation: activate(),
      }),
    );
    if (squeezeExcitation) {
      const squeezed = roundToEight(Math.floor(expanded / 4));
      layers.push(new SqueezeExcitation(expanded, squeezed, new ReLU(), new Hardsigmoid()));
    }
    layers.push(new Conv2dNormActivation(expanded, outChannels, { kernelSize: 1, norm, activation: null }));
    this.block = new Sequential(...layers);
    this.isResidual = stride === 1 && inChannels === outChannels;
  }

  forward(x: Tensor): Tensor {
    const result = this.block.call(x);
    return this.isResidual ? ops.add(result, x) : result;
  }

  override cost(input: Shape): Cost {
    return this.block.cost(input);
  }
}

/** MobileNetV3 (Howard et al. 2019, https://arxiv.org/abs/1905.02244), equal to torchvision's `mobilenetv3.py`. */
class MobileNetV3 extends Backbone {
  readonly features: Sequential;
  readonly avgpool = new AdaptiveAvgPool2d(1);
  readonly classifier: Sequential;

  constructor(
    private readonly settings: NetSettings,
    { classes = 1000, dropout = 0.2 }: BackboneOptions,
  ) {
    super();
    const { blocks, lastChannels, lastFeatures } = settings;
    const outChannels = blocks.at(-1)?.outChannels ?? 0;
    this.features = new Sequential(
      new Conv2dNormActivation(3, 16, { stride: 2, norm, activation: new Hardswish() }),
      ...blocks.map((block) => new InvertedResidual(block)),
      new Conv2dNormActivation(outChannels, lastChannels, {
        kernelSize: 1,
        norm,
        activation: new Hardswish(),
      }),
    );
    this.classifier = new Sequential(
      new Linear(lastChannels, lastFeatures),
      new Hardswish(),
      new Dropout(dropout, { inplace: true }),
      new Linear(lastFeatures, classes),
    );
    for (const module of this.modules()) {
      if (module instanceof Conv2d) kaimingNormal_(module.weight, { mode: 'fanOut' });
      else if (module instanceof Linear) normal_(module.weight, 0, 0.01);
      else continue;
      zeros_(module.bias);
    }
  }

  protected override defineStages(): Stage[] {
    const { features, classifier } = this;
    return [
      stage('stem', childrenOf('features', features, 0)),
      ...this.settings.stages.map(([from, to], index) =>
        stage(`stage${String(index + 1)}`, childrenOf('features', features, from, to)),
      ),
      stage(
        'conv',
        childrenOf('features', features, features.length - 1),
        moduleAt('avgpool', this.avgpool),
        flatten,
      ),
      stage('neck', childrenOf('classifier', classifier, 0, 1)),
      stage('head', childrenOf('classifier', classifier, 2, 3)),
    ];
  }
}

export const mobilenetV3: BackboneFamily = {
  title: 'MobileNetV3',
  paper: 'https://arxiv.org/abs/1905.02244',
  backbones: {
    mobilenet_v3_small: (options) => new MobileNetV3(smallNet, options),
    mobilenet_v3_large: (options) => new MobileNetV3(largeNet, options),
  },
};
