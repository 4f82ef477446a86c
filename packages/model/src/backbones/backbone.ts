import { InputError } from '@frostline/base';
import type { Tensor } from '@frostline/engine';
import { chainCost, type Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import type { Shape } from '../module/shape.js';
import type { Staged } from '../module/staged.js';
import type { Stage } from './stage.js';

export interface BackboneOptions {
  /** Size of the head's output; default 1000. */
  readonly classes?: number;
  /** Probability of the dropout before the head, for nets that have one; default the paper's. */
  readonly dropout?: number;
}

/**
 * A net for images [N, 3, H, W] → logits [N, classes] that is an ordered list of named stages.
 * The last stage, `head`, is the last linear layer or 1×1 convolution with whatever follows it and the dropout before it.
 */
export abstract class Backbone extends Module implements Staged {
  private stageList: readonly Stage[] | null = null;

  /** Names the stages; their composition is the forward. */
  protected abstract defineStages(): readonly Stage[];

  /** The stages in order, the head last. */
  stages(): readonly Stage[] {
    this.stageList ??= this.defineStages();
    return this.stageList;
  }

  /** The last stage. */
  get head(): Stage {
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
