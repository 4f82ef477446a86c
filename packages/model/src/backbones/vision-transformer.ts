import { InputError } from '@frostline/base';
import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { constant, normal, normal_, truncNormal_, xavierUniform_, zeros_ } from '../init.js';
import { Conv2d } from '../layers/conv2d.js';
import { Dropout } from '../layers/dropout.js';
import { LayerNorm } from '../layers/layer-norm.js';
import { Linear } from '../layers/linear.js';
import { MultiheadAttention } from '../layers/multihead-attention.js';
import { Sequential } from '../layers/sequential.js';
import { chainCost, type Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import { Parameter } from '../module/parameter.js';
import { torchSize, type Shape } from '../module/shape.js';
import { Backbone, type BackboneOptions } from './backbone.js';
import type { BackboneFamily } from './family.js';
import { MLP } from './mlp.js';
import { childrenOf, functionPart, moduleAt, stage, type Stage, type StagePart } from './stage.js';

const norm = { eps: 1e-6 };

class MLPBlock extends MLP {
  constructor(features: number, hidden: number, dropout: number) {
    super(features, hidden, dropout);
    for (const module of this.modules())
      if (module instanceof Linear) {
        xavierUniform_(module.weight);
        if (module.bias !== null) normal_(module.bias, 0, 1e-6);
      }
  }
}

interface LayerSettings {
  readonly heads: number;
  /** Of a token. */
  readonly features: number;
  /** Features between the two linear layers of a block. */
  readonly hidden: number;
  readonly dropout: number;
  readonly attentionDropout: number;
}

/** Self-attention and MLP on residual branches, each normalised before: tokens [N, S, E] → [N, S, E]. */
class EncoderBlock extends Module {
  readonly ln_1: LayerNorm;
  readonly self_attention: MultiheadAttention;
  readonly dropout: Dropout;
  readonly ln_2: LayerNorm;
  readonly mlp: MLPBlock;

  constructor({ heads, features, hidden, dropout, attentionDropout }: LayerSettings) {
    super();
    this.ln_1 = new LayerNorm(features, norm);
    this.self_attention = new MultiheadAttention(features, heads, {
      dropout: attentionDropout,
      batchFirst: true,
    });
    this.dropout = new Dropout(dropout);
    this.ln_2 = new LayerNorm(features, norm);
    this.mlp = new MLPBlock(features, hidden, dropout);
  }

  forward(x: Tensor): Tensor {
    const attended = this.self_attention.call(this.ln_1.call(x));
    const middle = ops.add(this.dropout.call(attended), x);
    return ops.add(middle, this.mlp.call(this.ln_2.call(middle)));
  }

  override cost(input: Shape): Cost {
    return chainCost([this.self_attention, this.mlp], input);
  }
}

class Encoder extends Module {
  readonly pos_embedding: Parameter;
  readonly dropout: Dropout;
  readonly layers: Sequential;
  readonly ln: LayerNorm;

  constructor(length: number, depth: number, settings: LayerSettings) {
    super();
    const { features, dropout } = settings;
    this.pos_embedding = new Parameter([1, length, features], normal(0, 0.02));
    this.dropout = new Dropout(dropout);
    this.layers = new Sequential();
    for (let index = 0; index < depth; index++)
      this.layers.registerModule(`encoder_layer_${String(index)}`, new EncoderBlock(settings));
    this.ln = new LayerNorm(features, norm);
  }

  /** Says to each token where it stands. */
  place(tokens: Tensor): Tensor {
    return this.dropout.call(ops.add(tokens, this.pos_embedding.data));
  }

  forward(tokens: Tensor): Tensor {
    return this.ln.call(this.layers.call(this.place(tokens)));
  }

  override cost(input: Shape): Cost {
    return this.layers.cost(input);
  }
}

interface NetSettings {
  /** Edge of a patch, pixels. */
  readonly patch: number;
  readonly depth: number;
  readonly heads: number;
  readonly features: number;
}

/**
 * Vision transformer (Dosovitskiy et al. 2020, https://arxiv.org/abs/2010.11929), equal to torchvision's
 * `vision_transformer.py`. It learns an embedding of each patch's place, so it takes images of one size only.
 */
class VisionTransformer extends Backbone {
  override readonly imageSize: number;
  readonly class_token: Parameter;
  readonly conv_proj: Conv2d;
  readonly encoder: Encoder;
  readonly heads: Sequential;

  /** @throws InputError `image-size` unless whole patches fill the image */
  constructor(
    { patch, depth, heads, features }: NetSettings,
    { classes = 1000, dropout = 0, attentionDropout = 0, imageSize = 224 }: BackboneOptions,
  ) {
    super();
    if (!(imageSize >= patch && imageSize % patch === 0))
      throw new InputError('image-size', 'an image must consist of whole patches', {
        found: imageSize,
        allowed: `multiples of ${String(patch)}`,
      });
    this.imageSize = imageSize;
    this.conv_proj = new Conv2d(3, features, patch, { stride: patch });
    this.class_token = new Parameter([1, 1, features], constant(0));
    this.encoder = new Encoder((imageSize / patch) ** 2 + 1, depth, {
      heads,
      features,
      hidden: 4 * features,
      dropout,
      attentionDropout,
    });
    this.heads = new Sequential({ head: new Linear(features, classes) });
    truncNormal_(this.conv_proj.weight, 0, Math.sqrt(1 / (3 * patch * patch)));
    zeros_(this.conv_proj.bias);
    for (const parameter of this.heads.parameters()) zeros_(parameter);
  }

  protected override defineStages(): Stage[] {
    const { layers, ln } = this.encoder;
    const last = layers.length - 1;
    const classToken = functionPart(
      (x) => {
        const [batch = 1, , features = 1] = x.shape;
        return ops.reshape(ops.slice(x, [0, 0, 0], [batch, 1, features]), [batch, features]);
      },
      ([batch = 1, , features = 1]) => [batch, features],
    );
    return [
      stage('stem', this.tokens()),
      ...layers.ownModules().map(([name], index) => {
        const layer = childrenOf('encoder.layers', layers, index);
        return index === last
          ? stage(name, layer, moduleAt('encoder.ln', ln), classToken)
          : stage(name, layer);
      }),
      stage('head', moduleAt('heads', this.heads)),
    ];
  }

  /** [N, 3, H, W] → [N, 1 + patches, E]: the class token and the patches, with their places. */
  private tokens(): StagePart {
    const { conv_proj: project, class_token: classToken, encoder } = this;
    return {
      paths: ['class_token', 'conv_proj', 'encoder.pos_embedding', 'encoder.dropout'],
      forward: (x) => {
        this.check(x.shape);
        const patches = project.call(x);
        const [batch = 1, features = 1] = patches.shape;
        const rows = ops.transpose(ops.reshape(patches, [batch, features, -1]), [0, 2, 1]);
        return encoder.place(ops.concat([ops.tile(classToken.data, [batch, 1, 1]), rows], 1));
      },
      cost: (input) => {
        this.check(input);
        const { shape, macs } = project.cost(input);
        const [batch = 1, features = 1, height = 1, width = 1] = shape;
        return { shape: [batch, 1 + height * width, features], macs };
      },
    };
  }

  private check(images: Shape): void {
    const [, , height, width] = images;
    if (height === this.imageSize && width === this.imageSize) return;
    throw new InputError('image-size', 'this net takes images of one size only', {
      found: torchSize(images),
      allowed: `${String(this.imageSize)}×${String(this.imageSize)} pixels`,
    });
  }
}

const base = { depth: 12, heads: 12, features: 768 };
const large = { depth: 24, heads: 16, features: 1024 };

const net =
  (settings: NetSettings) =>
  (options: BackboneOptions): VisionTransformer =>
    new VisionTransformer(settings, options);

export const visionTransformer: BackboneFamily = {
  title: 'Vision Transformer',
  paper: 'https://arxiv.org/abs/2010.11929',
  backbones: {
    vit_b_16: net({ patch: 16, ...base }),
    vit_b_32: net({ patch: 32, ...base }),
    vit_l_16: net({ patch: 16, ...large }),
    vit_l_32: net({ patch: 32, ...large }),
  },
};
