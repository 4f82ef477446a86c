import { InputError } from '@frostline/base';
import type { Tensor } from '@frostline/engine';
import { chainCost, type Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import type { Shape } from '../module/shape.js';
import type { Staged } from '../module/staged.js';
import type { Stage } from './stage.js';

/** What a net can be told; one that it has no use for is refused. */
export interface BackboneOptions {
  /** Size of the head's output; default 1000. */
  readonly classes?: number;
  /** Probability of the net's dropout, before the head or, in transformers, inside of the blocks; default the paper's. */
  readonly dropout?: number;
  /**
   * Probability that the last residual branch is dropped in training, the earlier ones less, in proportion to their
   * depth (torchvision's `stochastic_depth_prob`), for EfficientNet, ConvNeXt and Swin; default the paper's.
   */
  readonly stochasticDepth?: number;
  /** Probability that a transformer's attention weight is dropped (torchvision's `attention_dropout`); default 0. */
  readonly attentionDropout?: number;
  /** Edge of the images in pixels, for nets that are built for one size (`vit_*`); default 224. */
  readonly imageSize?: number;
}

/**
 * A net for images [N, 3, H, W] → logits [N, classes] that is an ordered list of named stages.
 * The last stage, `head`, is the last linear layer or 1×1 convolution with whatever follows it and the dropout before it.
 */
export abstract class Backbone extends Module implements Staged {
  /** The only edge of an image that it takes, pixels; null when it takes any that is large enough. */
  readonly imageSize: number | null = null;
  private stageList: readonly Stage[] | null = null;

  /** Names the stages; their composition is the forward. */
  protected abstract defineStages(): readonly Stage[];

  /** The stages in order, the head last. */
  stages(): readonly Stage[] {
    this.stageList ??= this.defineStages();
    return this.stageList;
  }

  /** The last stage; `head` is what torchvision's Swin calls its last layer. */
  get headStage(): Stage {
    return this.stageAt(this.stages().length - 1);
  }

  /** @throws InputError `stage` when there is no such stage */
  stageAt(index: number): Stage {
    const found = this.stages()[index];
    if (found === undefined)
      throw new InputError('stage', 'no stage at this index', {
        found: index,
        allowed: this.stages().map(({ name }, position) => `${String(position)} (${name})`),
      });
    return found;
  }

  forward(x: Tensor): Tensor {
    return this.forwardStages(x);
  }

  /**
   * Runs stages `from` (inclusive) to `to` (exclusive): `forwardStages(x, 0, k)` computes what a frozen prefix of
   * k stages gives, `forwardStages(features, k)` goes on from there.
   *
   * @throws InputError `stage` unless 0 ≤ from ≤ to ≤ number of stages
   */
  forwardStages(x: Tensor, from = 0, to = this.stages().length): Tensor {
    const count = this.stages().length;
    if (!(from >= 0 && from <= to && to <= count))
      throw new InputError('stage', 'this is not a range of stages', {
        found: `${String(from)} to ${String(to)}`,
        allowed: `0 to ${String(count)}`,
      });
    return this.stages()
      .slice(from, to)
      .reduce((value, { forward }) => forward(value), x);
  }

  override cost(input: Shape): Cost {
    return chainCost(this.stages(), input);
  }
}
