import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { kaimingNormal_, uniform_, zeros_ } from '../init.js';
import { AdaptiveAvgPool2d } from '../layers/adaptive-avg-pool2d.js';
import type { BatchNormOptions } from '../layers/batch-norm.js';
import { Conv2d } from '../layers/conv2d.js';
import { Dropout } from '../layers/dropout.js';
import { Linear } from '../layers/linear.js';
import { Sequential } from '../layers/sequential.js';
import { Sigmoid } from '../layers/sigmoid.js';
import { SiLU } from '../layers/silu.js';
import { StochasticDepth } from '../layers/stochastic-depth.js';
import type { Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import type { Shape } from '../module/shape.js';
import { Backbone, type BackboneOptions } from './backbone.js';
import { Conv2dNormActivation } from './conv2d-norm-activation.js';
import { nets, netsV2, type NetSettings, type StageSettings } from './efficientnet-settings.js';
import type { BackboneFamily } from './family.js';
import { roundToEight } from './round-channels.js';
import { SqueezeExcitation } from './squeeze-excitation.js';
import { childrenOf, flatten, moduleAt, stage, type Stage } from './stage.js';

interface BlockSettings {
  readonly kernel: number;
  readonly stride: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly expansion: number;
  readonly norm: BatchNormOptions;
  readonly dropProbability: number;
}

const silu = (): SiLU => new SiLU({ inplace: true });

/** A block whose input is added to what comes out, where the shapes agree. */
abstract class ResidualBlock extends Module {
  readonly block: Sequential;
  readonly stochastic_depth: StochasticDepth;
  private readonly isResidual: boolean;

  constructor(
    layers: readonly Module[],
    { stride, inChannels, outChannels, dropProbability }: BlockSettings,
  ) {
    super();
    this.block = new Sequential(...layers);
    this.stochastic_depth = new StochasticDepth(dropProbability, 'row');
    this.isResidual = stride === 1 && inChannels === outChannels;
  }

  forward(x: Tensor): Tensor {
    const result = this.block.call(x);
    return this.isResidual ? ops.add(this.stochastic_depth.call(result), x) : result;
  }

  override cost(input: Shape): Cost {
    return this.block.cost(input);
  }
}

/** Expand, depthwise convolution, squeeze-and-excitation, project. */
class MBConv extends ResidualBlock {
  constructor(settings: BlockSettings) {
    const { kernel, stride, inChannels, outChannels, expansion, norm } = settings;
    const expanded = roundToEight(inChannels * expansion);
    const expand = new Conv2dNormActivation(inChannels, expanded, {
      kernelSize: 1,
      norm,
      activation: silu(),
    });
    super(
      [
        ...(expanded === inChannels ? [] : [expand]),
        new Conv2dNormActivation(expanded, expanded, {
          kernelSize: kernel,
          stride,
          groups: expanded,
          norm,
          activation: silu(),
        }),
        new SqueezeExcitation(expanded, Math.max(1, Math.floor(inChannels / 4)), silu(), new Sigmoid()),
        new Conv2dNormActivation(expanded, outChannels, { kernelSize: 1, norm, activation: null }),
      ],
      settings,
    );
  }
}

/** Expansion and depthwise convolution in one dense convolution (Gupta & Akin 2020), then project. */
class FusedMBConv extends ResidualBlock {
  constructor(settings: BlockSettings) {
    const { kernel, stride, inChannels, outChannels, expansion, norm } = settings;
    const expanded = roundToEight(inChannels * expansion);
    const dense = { kernelSize: kernel, stride, norm, activation: silu() };
    super(
      expanded === inChannels
        ? [new Conv2dNormActivation(inChannels, outChannels, dense)]
        : [
            new Conv2dNormActivation(inChannels, expanded, dense),
            new Conv2dNormActivation(expanded, outChannels, { kernelSize: 1, norm, activation: null }),
          ],
      settings,
    );
  }
}

/**
 * EfficientNet (Tan & Le 2019, https://arxiv.org/abs/1905.11946) and EfficientNetV2 (Tan & Le 2021,
 * https://arxiv.org/abs/2104.00298), equal to torchvision's `efficientnet.py`.
 */
class EfficientNet extends Backbone {
  readonly features: Sequential;
  readonly avgpool = new AdaptiveAvgPool2d(1);
  readonly classifier: Sequential;

  constructor(
    { stages, lastChannels, norm, dropout: usualDropout }: NetSettings,
    { classes = 1000, dropout = usualDropout, stochasticDepth = 0.2 }: BackboneOptions,
  ) {
    super();
    const stemChannels = stages[0]?.inChannels ?? 0;
    this.features = new Sequential(
      new Conv2dNormActivation(3, stemChannels, { stride: 2, norm, activation: silu() }),
    );
    const total = stages.reduce((sum, { depth }) => sum + depth, 0);
    let before = 0;
    for (const settings of stages) {
      const probabilities = Array.from(
        { length: settings.depth },
        (_, index) => (stochasticDepth * (before + index)) / total,
      );
      this.features.append(blocksOf(settings, norm, probabilities));
      before += settings.depth;
    }
    this.features.append(
      new Conv2dNormActivation(stages.at(-1)?.outChannels ?? 0, lastChannels, {
        kernelSize: 1,
        norm,
        activation: silu(),
      }),
    );
    this.classifier = new Sequential(
      new Dropout(dropout, { inplace: true }),
      new Linear(lastChannels, classes),
    );
    for (const module of this.modules()) {
      if (module instanceof Conv2d) kaimingNormal_(module.weight, { mode: 'fanOut' });
      else if (module instanceof Linear) {
        const bound = 1 / Math.sqrt(module.outFeatures);
        uniform_(module.weight, -bound, bound);
      } else continue;
      zeros_(module.bias);
    }
  }

  protected override defineStages(): Stage[] {
    const { features, avgpool, classifier } = this;
    const last = features.length - 1;
    return [
      stage('stem', childrenOf('features', features, 0)),
      ...Array.from({ length: last - 1 }, (_, index) =>
        stage(`stage${String(index + 1)}`, childrenOf('features', features, index + 1)),
      ),
      stage('conv', childrenOf('features', features, last), moduleAt('avgpool', avgpool), flatten),
      stage('head', moduleAt('classifier', classifier)),
    ];
  }
}

function blocksOf(
  { fused, stride, inChannels, outChannels, kernel, expansion }: StageSettings,
  norm: BatchNormOptions,
  probabilities: readonly number[],
): Sequential {
  const Block = fused ? FusedMBConv : MBConv;
  const common = { kernel, outChannels, expansion, norm };
  return new Sequential(
    ...probabilities.map((dropProbability, index) =>
      index === 0
        ? new Block({ ...common, inChannels, stride, dropProbability })
        : new Block({ ...common, inChannels: outChannels, stride: 1, dropProbability }),
    ),
  );
}

const backbonesOf = (settings: Readonly<Record<string, NetSettings>>): BackboneFamily['backbones'] =>
  Object.fromEntries(
    Object.entries(settings).map(([name, net]) => [name, (options) => new EfficientNet(net, options)]),
  );

export const efficientnet: BackboneFamily = {
  title: 'EfficientNet',
  paper: 'https://arxiv.org/abs/1905.11946',
  backbones: backbonesOf(nets),
};

export const efficientnetV2: BackboneFamily = {
  title: 'EfficientNetV2',
  paper: 'https://arxiv.org/abs/2104.00298',
  backbones: backbonesOf(netsV2),
};
