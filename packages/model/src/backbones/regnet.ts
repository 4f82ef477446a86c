import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { normal_, zeros_ } from '../init.js';
import { AdaptiveAvgPool2d } from '../layers/adaptive-avg-pool2d.js';
import { Conv2d } from '../layers/conv2d.js';
import { Linear } from '../layers/linear.js';
import { ReLU } from '../layers/relu.js';
import { Sequential } from '../layers/sequential.js';
import { Sigmoid } from '../layers/sigmoid.js';
import type { Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import type { Shape } from '../module/shape.js';
import { Backbone, type BackboneOptions } from './backbone.js';
import { Conv2dNormActivation } from './conv2d-norm-activation.js';
import type { BackboneFamily } from './family.js';
import { SqueezeExcitation } from './squeeze-excitation.js';
import { flatten, moduleAt, stage, type Stage } from './stage.js';

interface BlockSettings {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly stride: number;
  readonly groupWidth: number;
  readonly squeezeExcitation: boolean;
}

const relu = (): ReLU => new ReLU({ inplace: true });

class SimpleStemIN extends Conv2dNormActivation {
  constructor(outChannels: number) {
    super(3, outChannels, { stride: 2, activation: relu() });
  }
}

/** 1×1, grouped 3×3, in RegNetY squeeze-and-excitation, 1×1; as wide inside as outside. */
class BottleneckTransform extends Sequential {
  constructor({ inChannels, outChannels, stride, groupWidth, squeezeExcitation }: BlockSettings) {
    super();
    this.registerModule(
      'a',
      new Conv2dNormActivation(inChannels, outChannels, { kernelSize: 1, activation: relu() }),
    );
    this.registerModule(
      'b',
      new Conv2dNormActivation(outChannels, outChannels, {
        stride,
        groups: outChannels / groupWidth,
        activation: relu(),
      }),
    );
    if (squeezeExcitation)
      // A quarter of what enters the block, not of what is squeezed.
      this.registerModule(
        'se',
        new SqueezeExcitation(outChannels, inChannels / 4, new ReLU(), new Sigmoid()),
      );
    this.registerModule(
      'c',
      new Conv2dNormActivation(outChannels, outChannels, { kernelSize: 1, activation: null }),
    );
  }
}

class ResBottleneckBlock extends Module {
  readonly proj: Conv2dNormActivation | null;
  readonly f: BottleneckTransform;
  readonly activation = relu();

  constructor(settings: BlockSettings) {
    super();
    const { inChannels, outChannels, stride } = settings;
    this.proj =
      inChannels === outChannels && stride === 1
        ? null
        : new Conv2dNormActivation(inChannels, outChannels, { kernelSize: 1, stride, activation: null });
    this.f = new BottleneckTransform(settings);
  }

  forward(x: Tensor): Tensor {
    return this.activation.call(ops.add(this.proj?.call(x) ?? x, this.f.call(x)));
  }

  override cost(input: Shape): Cost {
    const { shape, macs } = this.f.cost(input);
    return { shape, macs: macs + (this.proj?.cost(input).macs ?? 0) };
  }
}

class AnyStage extends Sequential {
  constructor(number: number, depth: number, first: BlockSettings) {
    super();
    for (let index = 0; index < depth; index++) {
      const settings = index === 0 ? first : { ...first, inChannels: first.outChannels, stride: 1 };
      this.registerModule(`block${String(number)}-${String(index)}`, new ResBottleneckBlock(settings));
    }
  }
}

type Four = readonly [number, number, number, number];

interface NetSettings {
  /** Blocks of each stage. */
  readonly depths: Four;
  readonly widths: Four;
  /** Channels of a group in the 3×3 convolutions; a stage that is narrower has one group. */
  readonly groupWidth: number;
  readonly squeezeExcitation: boolean;
}

const stemChannels = 32;

/** RegNet (Radosavovic et al. 2020, https://arxiv.org/abs/2003.13678), equal to torchvision's `regnet.py`. */
class RegNet extends Backbone {
  readonly stem = new SimpleStemIN(stemChannels);
  readonly trunk_output = new Sequential();
  readonly avgpool = new AdaptiveAvgPool2d([1, 1]);
  readonly fc: Linear;

  constructor(
    { depths, widths, groupWidth, squeezeExcitation }: NetSettings,
    { classes = 1000 }: BackboneOptions,
  ) {
    super();
    let inChannels = stemChannels;
    for (const [index, outChannels] of widths.entries()) {
      const first = {
        inChannels,
        outChannels,
        stride: 2,
        groupWidth: Math.min(groupWidth, outChannels),
        squeezeExcitation,
      };
      const number = index + 1;
      this.trunk_output.registerModule(
        `block${String(number)}`,
        new AnyStage(number, depths[index] ?? 0, first),
      );
      inChannels = outChannels;
    }
    this.fc = new Linear(inChannels, classes);
    for (const module of this.modules())
      if (module instanceof Conv2d) {
        const [height, width] = module.kernelSize;
        // ResNet's rule, whose fan-out ignores the groups.
        normal_(module.weight, 0, Math.sqrt(2 / (height * width * module.outChannels)));
      } else if (module instanceof Linear) {
        normal_(module.weight, 0, 0.01);
        zeros_(module.bias);
      }
  }

  protected override defineStages(): Stage[] {
    const blocks = this.trunk_output.ownModules();
    return [
      stage('stem', moduleAt('stem', this.stem)),
      ...blocks.map(([name, block], index) => {
        const own = moduleAt(`trunk_output.${name}`, block);
        return index === blocks.length - 1
          ? stage(name, own, moduleAt('avgpool', this.avgpool), flatten)
          : stage(name, own);
      }),
      stage('head', moduleAt('fc', this.fc)),
    ];
  }
}

type Create = (options: BackboneOptions) => RegNet;

const netX =
  (groupWidth: number, depths: Four, widths: Four): Create =>
  (options) =>
    new RegNet({ depths, widths, groupWidth, squeezeExcitation: false }, options);

const netY =
  (groupWidth: number, depths: Four, widths: Four): Create =>
  (options) =>
    new RegNet({ depths, widths, groupWidth, squeezeExcitation: true }, options);

/** Depths and widths are what the paper's rule, widths that grow linearly and are then quantised, gives. */
export const regnet: BackboneFamily = {
  title: 'RegNet',
  paper: 'https://arxiv.org/abs/2003.13678',
  backbones: {
    regnet_x_400mf: netX(16, [1, 2, 7, 12], [32, 64, 160, 400]),
    regnet_x_800mf: netX(16, [1, 3, 7, 5], [64, 128, 288, 672]),
    regnet_x_1_6gf: netX(24, [2, 4, 10, 2], [72, 168, 408, 912]),
    regnet_x_3_2gf: netX(48, [2, 6, 15, 2], [96, 192, 432, 1008]),
    regnet_x_8gf: netX(120, [2, 5, 15, 1], [80, 240, 720, 1920]),
    regnet_x_16gf: netX(128, [2, 6, 13, 1], [256, 512, 896, 2048]),
    regnet_x_32gf: netX(168, [2, 7, 13, 1], [336, 672, 1344, 2520]),
    regnet_y_400mf: netY(8, [1, 3, 6, 6], [48, 104, 208, 440]),
    regnet_y_800mf: netY(16, [1, 3, 8, 2], [64, 144, 320, 784]),
    regnet_y_1_6gf: netY(24, [2, 6, 17, 2], [48, 120, 336, 888]),
    regnet_y_3_2gf: netY(24, [2, 5, 13, 1], [72, 216, 576, 1512]),
    regnet_y_8gf: netY(56, [2, 4, 10, 1], [224, 448, 896, 2016]),
    regnet_y_16gf: netY(112, [2, 4, 11, 1], [224, 448, 1232, 3024]),
    regnet_y_32gf: netY(232, [2, 5, 12, 1], [232, 696, 1392, 3712]),
  },
};
