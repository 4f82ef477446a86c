import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { truncatedNormal, truncNormal_, zeros_ } from '../init.js';
import { AdaptiveAvgPool2d } from '../layers/adaptive-avg-pool2d.js';
import { Conv2d } from '../layers/conv2d.js';
import { Flatten } from '../layers/flatten.js';
import { LayerNorm } from '../layers/layer-norm.js';
import { Linear } from '../layers/linear.js';
import { drawUniforms } from '../layers/noise.js';
import type { Pair } from '../layers/pair.js';
import { Permute } from '../layers/permute.js';
import { Sequential } from '../layers/sequential.js';
import { StochasticDepth } from '../layers/stochastic-depth.js';
import { isTraining } from '../module/call-context.js';
import type { Cost } from '../module/cost.js';
import { ModuleBuffer } from '../module/module-buffer.js';
import { Module } from '../module/module.js';
import { Parameter } from '../module/parameter.js';
import type { Shape } from '../module/shape.js';
import { Backbone, type BackboneOptions } from './backbone.js';
import type { BackboneFamily } from './family.js';
import { MLP } from './mlp.js';
import { cutWindows, joinWindows, shiftMask, windowGrid } from './shifted-windows.js';
import { childrenOf, moduleAt, stage, type Stage } from './stage.js';

/** Edge of a window, in places of the map. */
const windowEdge = 7;
const places = windowEdge * windowEdge;
const window: Pair = [windowEdge, windowEdge];
/** Edge of the table of biases: one for each distance of two places within a window. */
const distances = 2 * windowEdge - 1;

/** Which row of the table holds the bias of each two places of a window, row-major. */
function relativePositions(): Int32Array {
  const rowOf = (place: number): number => Math.floor(place / windowEdge);
  const columnOf = (place: number): number => place % windowEdge;
  return Int32Array.from({ length: places * places }, (_, index) => {
    const [from, to] = [Math.floor(index / places), index % places];
    const down = rowOf(from) - rowOf(to) + windowEdge - 1;
    return down * distances + columnOf(from) - columnOf(to) + windowEdge - 1;
  });
}

interface BlockSettings {
  readonly channels: number;
  readonly heads: number;
  readonly shift: number;
  readonly dropProbability: number;
  readonly dropout: number;
  readonly attentionDropout: number;
}

/** Self-attention inside of each window, with a learned bias per distance: [N, H, W, C] → [N, H, W, C]. */
class ShiftedWindowAttention extends Module {
  readonly qkv: Linear;
  readonly proj: Linear;
  readonly relative_position_bias_table: Parameter;
  readonly relative_position_index = new ModuleBuffer([places * places], relativePositions, {
    dtype: 'int32',
  });
  private readonly heads: number;
  private readonly shift: Pair;
  private readonly dropout: number;
  private readonly attentionDropout: number;

  constructor({ channels, heads, shift, dropout, attentionDropout }: BlockSettings) {
    super();
    this.qkv = new Linear(channels, 3 * channels);
    this.proj = new Linear(channels, channels);
    this.relative_position_bias_table = new Parameter([distances ** 2, heads], truncatedNormal(0, 0.02));
    this.heads = heads;
    this.shift = [shift, shift];
    this.dropout = dropout;
    this.attentionDropout = attentionDropout;
  }

  forward(x: Tensor): Tensor {
    const [batch = 1, , , channels = 1] = x.shape;
    const grid = windowGrid(x.shape, window, this.shift);
    const windows = cutWindows(x, grid);
    const [q, k, v] = ops.split(this.qkv.call(windows), 3, 2).map((part) => this.headsOf(part)) as Three;
    const scores = ops.matMul(ops.mul(q, (channels / this.heads) ** -0.5), k, false, true);
    const mask = shiftMask(grid);
    const bias = this.bias();
    const offsets = mask === null ? bias : ops.add(mask, bias);
    // All windows of an image along one axis, since each has its own mask.
    const perImage = [batch, (scores.shape[0] ?? 1) / batch, this.heads * places, places];
    const biased = ops.add(
      ops.reshape(scores, perImage),
      ops.reshape(offsets, [1, -1, this.heads * places, places]),
    );
    const weights = this.dropped(ops.softmax(biased), this.attentionDropout);
    const attended = ops.matMul(ops.reshape(weights, scores.shape), v);
    const joined = ops.reshape(ops.transpose(attended, [0, 2, 1, 3]), windows.shape);
    const projected = ops.reshape(this.proj.call(joined), [batch, -1, channels]);
    return joinWindows(this.dropped(projected, this.dropout), grid, x.shape);
  }

  /** [N · windows, places, C] → [N · windows, heads, places, features of a head]. */
  private headsOf(x: Tensor): Tensor {
    return ops.transpose(
      ops.reshape(x, [-1, places, this.heads, (x.shape[2] ?? 1) / this.heads]),
      [0, 2, 1, 3],
    );
  }

  /** [1, heads, places, places]. */
  private bias(): Tensor {
    const perPair = ops.gather(this.relative_position_bias_table.data, this.relative_position_index.data);
    return ops.reshape(ops.transpose(perPair), [1, this.heads, places, places]);
  }

  private dropped(x: Tensor, p: number): Tensor {
    return p === 0 || !isTraining(this) ? x : ops.dropout(x, p, drawUniforms(this, x.shape));
  }

  override cost(input: Shape): Cost {
    const [batch = 1, , , channels = 1] = input;
    const { counts } = windowGrid(input, window, this.shift);
    const perPlace = 4 * channels * channels + 2 * places * channels;
    return { shape: input, macs: batch * counts[0] * counts[1] * places * perPlace };
  }
}

type Three = [Tensor, Tensor, Tensor];

class SwinTransformerBlock extends Module {
  readonly norm1: LayerNorm;
  readonly attn: ShiftedWindowAttention;
  readonly stochastic_depth: StochasticDepth;
  readonly norm2: LayerNorm;
  readonly mlp: MLP;

  constructor(settings: BlockSettings) {
    super();
    const { channels, dropProbability, dropout } = settings;
    this.norm1 = new LayerNorm(channels);
    this.attn = new ShiftedWindowAttention(settings);
    this.stochastic_depth = new StochasticDepth(dropProbability, 'row');
    this.norm2 = new LayerNorm(channels);
    this.mlp = new MLP(channels, 4 * channels, dropout);
  }

  forward(x: Tensor): Tensor {
    const attended = this.attn.call(this.norm1.call(x));
    const middle = ops.add(x, this.stochastic_depth.call(attended));
    return ops.add(middle, this.stochastic_depth.call(this.mlp.call(this.norm2.call(middle))));
  }

  override cost(input: Shape): Cost {
    return { shape: input, macs: this.attn.cost(input).macs + this.mlp.cost(input).macs };
  }
}

/** Four neighbours become one place with twice the channels: [N, H, W, C] → [N, ⌈H/2⌉, ⌈W/2⌉, 2C]. */
class PatchMerging extends Module {
  readonly reduction: Linear;
  readonly norm: LayerNorm;

  constructor(channels: number) {
    super();
    this.reduction = new Linear(4 * channels, 2 * channels, { bias: false });
    this.norm = new LayerNorm(4 * channels);
  }

  forward(x: Tensor): Tensor {
    const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
    const none = [0, 0] as const;
    const [rows, columns] = [Math.ceil(height / 2), Math.ceil(width / 2)];
    const odd = height % 2 === 1 || width % 2 === 1;
    const even = odd ? ops.pad(x, [none, [0, height % 2], [0, width % 2], none]) : x;
    const apart = ops.reshape(even, [batch * rows, 2, columns, 2, channels]);
    // torchvision's order: both rows of the left column, then of the right.
    const merged = ops.reshape(ops.transpose(apart, [0, 2, 3, 1, 4]), [batch, rows, columns, 4 * channels]);
    return this.reduction.call(this.norm.call(merged));
  }

  override cost([batch = 1, height = 1, width = 1, channels = 1]: Shape): Cost {
    return this.reduction.cost([batch, Math.ceil(height / 2), Math.ceil(width / 2), 4 * channels]);
  }
}

type Four = readonly [number, number, number, number];

interface NetSettings {
  /** Channels of the first stage; each later one has twice as many. */
  readonly channels: number;
  /** Blocks of each stage. */
  readonly depths: Four;
  /** Attention heads of each stage. */
  readonly heads: Four;
  readonly stochasticDepth: number;
}

/** Swin Transformer (Liu et al. 2021, https://arxiv.org/abs/2103.14030), equal to torchvision's `swin_transformer.py`. */
class SwinTransformer extends Backbone {
  readonly features: Sequential;
  readonly norm: LayerNorm;
  readonly permute = new Permute([0, 3, 1, 2]);
  readonly avgpool = new AdaptiveAvgPool2d(1);
  readonly flatten = new Flatten(1);
  readonly head: Linear;

  constructor(
    { channels: first, depths, heads, stochasticDepth: usual }: NetSettings,
    { classes = 1000, stochasticDepth = usual, dropout = 0, attentionDropout = 0 }: BackboneOptions,
  ) {
    super();
    this.features = new Sequential(
      new Sequential(new Conv2d(3, first, 4, { stride: 4 }), new Permute([0, 2, 3, 1]), new LayerNorm(first)),
    );
    const last = depths.reduce((sum, depth) => sum + depth, 0) - 1;
    let before = 0;
    let channels = first;
    for (const [index, depth] of depths.entries()) {
      if (index > 0) {
        this.features.append(new PatchMerging(channels));
        channels *= 2;
      }
      const blocks = new Sequential();
      for (let block = 0; block < depth; block++, before++)
        blocks.append(
          new SwinTransformerBlock({
            channels,
            heads: heads[index] ?? 1,
            shift: block % 2 === 0 ? 0 : Math.floor(windowEdge / 2),
            dropProbability: (stochasticDepth * before) / last,
            dropout,
            attentionDropout,
          }),
        );
      this.features.append(blocks);
    }
    this.norm = new LayerNorm(channels);
    this.head = new Linear(channels, classes);
    for (const module of this.modules())
      if (module instanceof Linear) {
        truncNormal_(module.weight, 0, 0.02);
        zeros_(module.bias);
      }
  }

  protected override defineStages(): Stage[] {
    const { features } = this;
    return [
      stage('stem', childrenOf('features', features, 0)),
      stage('stage1', childrenOf('features', features, 1)),
      stage('stage2', childrenOf('features', features, 2, 3)),
      stage('stage3', childrenOf('features', features, 4, 5)),
      stage(
        'stage4',
        childrenOf('features', features, 6, 7),
        moduleAt('norm', this.norm),
        moduleAt('permute', this.permute),
        moduleAt('avgpool', this.avgpool),
        moduleAt('flatten', this.flatten),
      ),
      stage('head', moduleAt('head', this.head)),
    ];
  }
}

const net =
  (settings: NetSettings) =>
  (options: BackboneOptions): SwinTransformer =>
    new SwinTransformer(settings, options);

export const swin: BackboneFamily = {
  title: 'Swin Transformer',
  paper: 'https://arxiv.org/abs/2103.14030',
  backbones: {
    swin_t: net({ channels: 96, depths: [2, 2, 6, 2], heads: [3, 6, 12, 24], stochasticDepth: 0.2 }),
    swin_s: net({ channels: 96, depths: [2, 2, 18, 2], heads: [3, 6, 12, 24], stochasticDepth: 0.3 }),
    swin_b: net({ channels: 128, depths: [2, 2, 18, 2], heads: [4, 8, 16, 32], stochasticDepth: 0.5 }),
  },
};
