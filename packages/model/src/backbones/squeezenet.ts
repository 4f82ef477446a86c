import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { kaimingUniform_, normal_, zeros_ } from '../init.js';
import { AdaptiveAvgPool2d } from '../layers/adaptive-avg-pool2d.js';
import { Conv2d } from '../layers/conv2d.js';
import { Dropout } from '../layers/dropout.js';
import { MaxPool2d } from '../layers/max-pool2d.js';
import { ReLU } from '../layers/relu.js';
import { Sequential } from '../layers/sequential.js';
import type { Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import type { Shape } from '../module/shape.js';
import { Backbone, type BackboneOptions } from './backbone.js';
import type { BackboneFamily } from './family.js';
import { childrenOf, flatten, moduleAt, stage, type Stage } from './stage.js';

const relu = (): ReLU => new ReLU({ inplace: true });
const pool = (): MaxPool2d => new MaxPool2d(3, { stride: 2, ceilMode: true });

/** The fire module of figure 1: squeeze to few channels, expand by 1×1 and by 3×3. */
class Fire extends Module {
  readonly squeeze: Conv2d;
  readonly squeeze_activation = relu();
  readonly expand1x1: Conv2d;
  readonly expand1x1_activation = relu();
  readonly expand3x3: Conv2d;
  readonly expand3x3_activation = relu();

  constructor(inChannels: number, squeezed: number, expanded: number) {
    super();
    this.squeeze = new Conv2d(inChannels, squeezed, 1);
    this.expand1x1 = new Conv2d(squeezed, expanded, 1);
    this.expand3x3 = new Conv2d(squeezed, expanded, 3, { padding: 1 });
  }

  forward(x: Tensor): Tensor {
    const squeezed = this.squeeze_activation.call(this.squeeze.call(x));
    return ops.concat(
      [
        this.expand1x1_activation.call(this.expand1x1.call(squeezed)),
        this.expand3x3_activation.call(this.expand3x3.call(squeezed)),
      ],
      1,
    );
  }

  override cost(input: Shape): Cost {
    const squeezed = this.squeeze.cost(input);
    const small = this.expand1x1.cost(squeezed.shape);
    const large = this.expand3x3.cost(squeezed.shape);
    const [batch = 1, channels = 1, ...image] = small.shape;
    return { shape: [batch, 2 * channels, ...image], macs: squeezed.macs + small.macs + large.macs };
  }
}

/** First and last module (both inclusive) of each stage within `features`. */
type Cuts = Readonly<Record<string, readonly [number, number]>>;

/** SqueezeNet (Iandola et al. 2016, https://arxiv.org/abs/1602.07360), equal to torchvision's `squeezenet.py`. */
class SqueezeNet extends Backbone {
  readonly features: Sequential;
  readonly classifier: Sequential;

  constructor(
    features: readonly Module[],
    private readonly cuts: Cuts,
    { classes = 1000, dropout = 0.5 }: BackboneOptions,
  ) {
    super();
    this.features = new Sequential(...features);
    const last = new Conv2d(512, classes, 1);
    this.classifier = new Sequential(new Dropout(dropout), last, relu(), new AdaptiveAvgPool2d([1, 1]));
    for (const module of this.modules()) {
      if (!(module instanceof Conv2d)) continue;
      if (module === last) normal_(module.weight, 0, 0.01);
      else kaimingUniform_(module.weight);
      zeros_(module.bias);
    }
  }

  protected override defineStages(): Stage[] {
    return [
      ...Object.entries(this.cuts).map(([name, [from, to]]) =>
        stage(name, childrenOf('features', this.features, from, to)),
      ),
      stage('head', moduleAt('classifier', this.classifier), flatten),
    ];
  }
}

const version10 = (options: BackboneOptions): SqueezeNet =>
  new SqueezeNet(
    [
      new Conv2d(3, 96, 7, { stride: 2 }),
      relu(),
      pool(),
      new Fire(96, 16, 64),
      new Fire(128, 16, 64),
      new Fire(128, 32, 128),
      pool(),
      new Fire(256, 32, 128),
      new Fire(256, 48, 192),
      new Fire(384, 48, 192),
      new Fire(384, 64, 256),
      pool(),
      new Fire(512, 64, 256),
    ],
    { stem: [0, 2], fire1: [3, 6], fire2: [7, 8], fire3: [9, 11], fire4: [12, 12] },
    options,
  );

const version11 = (options: BackboneOptions): SqueezeNet =>
  new SqueezeNet(
    [
      new Conv2d(3, 64, 3, { stride: 2 }),
      relu(),
      pool(),
      new Fire(64, 16, 64),
      new Fire(128, 16, 64),
      pool(),
      new Fire(128, 32, 128),
      new Fire(256, 32, 128),
      pool(),
      new Fire(256, 48, 192),
      new Fire(384, 48, 192),
      new Fire(384, 64, 256),
      new Fire(512, 64, 256),
    ],
    { stem: [0, 2], fire1: [3, 5], fire2: [6, 8], fire3: [9, 10], fire4: [11, 12] },
    options,
  );

export const squeezenet: BackboneFamily = {
  title: 'SqueezeNet',
  paper: 'https://arxiv.org/abs/1602.07360',
  backbones: { squeezenet1_1: version11, squeezenet1_0: version10 },
};
