import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { constant, truncNormal_, zeros_ } from '../init.js';
import { AdaptiveAvgPool2d } from '../layers/adaptive-avg-pool2d.js';
import { Conv2d } from '../layers/conv2d.js';
import { Flatten } from '../layers/flatten.js';
import { GELU } from '../layers/gelu.js';
import { LayerNorm } from '../layers/layer-norm.js';
import { Linear } from '../layers/linear.js';
import { Permute } from '../layers/permute.js';
import { Sequential } from '../layers/sequential.js';
import { StochasticDepth } from '../layers/stochastic-depth.js';
import type { Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import { Parameter } from '../module/parameter.js';
import type { Shape } from '../module/shape.js';
import { Backbone, type BackboneOptions } from './backbone.js';
import { Conv2dNormActivation } from './conv2d-norm-activation.js';
import type { BackboneFamily } from './family.js';
import { childrenOf, moduleAt, stage, type Stage } from './stage.js';

const eps = 1e-6;
const channelsLast = [0, 2, 3, 1];
const channelsFirst = [0, 3, 1, 2];

/** LayerNorm over the channels of each pixel of [N, C, H, W]. */
class LayerNorm2d extends LayerNorm {
  constructor(channels: number) {
    super(channels, { eps });
  }

  override forward(x: Tensor): Tensor {
    return ops.transpose(super.forward(ops.transpose(x, channelsLast)), channelsFirst);
  }
}

/** Depthwise 7×7 convolution, LayerNorm and a wide pointwise layer, scaled per channel, on a residual branch. */
class CNBlock extends Module {
  readonly block: Sequential;
  readonly layer_scale: Parameter;
  readonly stochastic_depth: StochasticDepth;

  constructor(channels: number, dropProbability: number) {
    super();
    this.block = new Sequential(
      new Conv2d(channels, channels, 7, { padding: 3, groups: channels }),
      new Permute(channelsLast),
      new LayerNorm(channels, { eps }),
      new Linear(channels, 4 * channels),
      new GELU(),
      new Linear(4 * channels, channels),
      new Permute(channelsFirst),
    );
    this.layer_scale = new Parameter([channels, 1, 1], constant(1e-6));
    this.stochastic_depth = new StochasticDepth(dropProbability, 'row');
  }

  forward(x: Tensor): Tensor {
    const result = ops.mul(this.block.call(x), this.layer_scale.data);
    return ops.add(this.stochastic_depth.call(result), x);
  }

  override cost(input: Shape): Cost {
    return this.block.cost(input);
  }
}

type Four = readonly [number, number, number, number];

interface NetSettings {
  /** Channels of each stage. */
  readonly widths: Four;
  /** Blocks of each stage. */
  readonly depths: Four;
  readonly stochasticDepth: number;
}

/** ConvNeXt (Liu et al. 2022, https://arxiv.org/abs/2201.03545), equal to torchvision's `convnext.py`. */
class ConvNeXt extends Backbone {
  readonly features: Sequential;
  readonly avgpool = new AdaptiveAvgPool2d(1);
  readonly classifier: Sequential;

  constructor(
    { widths, depths, stochasticDepth: usual }: NetSettings,
    { classes = 1000, stochasticDepth = usual }: BackboneOptions,
  ) {
    super();
    const [stemChannels] = widths;
    this.features = new Sequential(
      new Conv2dNormActivation(3, stemChannels, {
        kernelSize: 4,
        stride: 4,
        padding: 0,
        bias: true,
        norm: new LayerNorm2d(stemChannels),
        activation: null,
      }),
    );
    const last = depths.reduce((sum, depth) => sum + depth, 0) - 1;
    let before = 0;
    let channels: number = stemChannels;
    for (const [index, width] of widths.entries()) {
      if (index > 0)
        this.features.append(
          new Sequential(new LayerNorm2d(channels), new Conv2d(channels, width, 2, { stride: 2 })),
        );
      const blocks = new Sequential();
      for (const depth = before + (depths[index] ?? 0); before < depth; before++)
        blocks.append(new CNBlock(width, (stochasticDepth * before) / last));
      this.features.append(blocks);
      channels = width;
    }
    this.classifier = new Sequential(
      new LayerNorm2d(channels),
      new Flatten(1),
      new Linear(channels, classes),
    );
    for (const module of this.modules())
      if (module instanceof Conv2d || module instanceof Linear) {
        truncNormal_(module.weight, 0, 0.02);
        zeros_(module.bias);
      }
  }

  protected override defineStages(): Stage[] {
    const { features, classifier } = this;
    return [
      stage('stem', childrenOf('features', features, 0)),
      stage('stage1', childrenOf('features', features, 1)),
      stage('stage2', childrenOf('features', features, 2, 3)),
      stage('stage3', childrenOf('features', features, 4, 5)),
      stage(
        'stage4',
        childrenOf('features', features, 6, 7),
        moduleAt('avgpool', this.avgpool),
        childrenOf('classifier', classifier, 0, 1),
      ),
      stage('head', childrenOf('classifier', classifier, 2)),
    ];
  }
}

const net =
  (settings: NetSettings) =>
  (options: BackboneOptions): ConvNeXt =>
    new ConvNeXt(settings, options);

export const convnext: BackboneFamily = {
  title: 'ConvNeXt',
  paper: 'https://arxiv.org/abs/2201.03545',
  backbones: {
    convnext_tiny: net({ widths: [96, 192, 384, 768], depths: [3, 3, 9, 3], stochasticDepth: 0.1 }),
    convnext_small: net({ widths: [96, 192, 384, 768], depths: [3, 3, 27, 3], stochasticDepth: 0.4 }),
    convnext_base: net({ widths: [128, 256, 512, 1024], depths: [3, 3, 27, 3], stochasticDepth: 0.5 }),
    convnext_large: net({ widths: [192, 384, 768, 1536], depths: [3, 3, 27, 3], stochasticDepth: 0.5 }),
  },
};
