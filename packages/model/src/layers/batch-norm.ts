import { InputError } from '@frostline/base';
import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { constant } from '../init.js';
import { callContext, isTraining } from '../module/call-context.js';
import type { Cost } from '../module/cost.js';
import { ModuleBuffer } from '../module/module-buffer.js';
import { Module } from '../module/module.js';
import { Parameter } from '../module/parameter.js';
import { pythonBool, pythonFloat } from '../module/repr.js';
import type { Shape } from '../module/shape.js';

export interface BatchNormOptions {
  /** Added to the variance. */
  readonly eps?: number;
  /** How far the running statistics move towards the batch's; null for the mean of all batches so far. */
  readonly momentum?: number | null;
  /** Whether there are weight and bias. */
  readonly affine?: boolean;
  /** Whether there are running statistics; without them it always normalises with the batch's. */
  readonly trackRunningStats?: boolean;
}

/**
 * What torch's `nn.BatchNorm1d` and `nn.BatchNorm2d` share. In training it normalises with the batch's biased variance
 * and moves the running statistics, whose variance is unbiased; in evaluation, and when frozen, it normalises with
 * those and changes nothing.
 */
export abstract class BatchNorm extends Module {
  readonly weight: Parameter | null;
  readonly bias: Parameter | null;
  readonly running_mean: ModuleBuffer | null;
  readonly running_var: ModuleBuffer | null;
  readonly num_batches_tracked: ModuleBuffer | null;
  readonly eps: number;
  readonly momentum: number | null;

  constructor(
    readonly numFeatures: number,
    { eps = 1e-5, momentum = 0.1, affine = true, trackRunningStats = true }: BatchNormOptions = {},
  ) {
    super();
    this.eps = eps;
    this.momentum = momentum;
    this.weight = affine ? new Parameter([numFeatures], constant(1)) : null;
    this.bias = affine ? new Parameter([numFeatures], constant(0)) : null;
    this.running_mean = trackRunningStats ? new ModuleBuffer([numFeatures], 0) : null;
    this.running_var = trackRunningStats ? new ModuleBuffer([numFeatures], 1) : null;
    this.num_batches_tracked = trackRunningStats ? new ModuleBuffer([], 0, { dtype: 'int32' }) : null;
  }

  /** Ranks that an input may have. */
  protected abstract readonly ranks: readonly number[];

  /** @throws InputError `layer-input` on an input of another rank */
  forward(x: Tensor): Tensor {
    if (!this.ranks.includes(x.rank))
      throw new InputError('layer-input', `expected ${this.ranks.join('D or ')}D input`, {
        place: this.constructor.name,
        found: `${String(x.rank)}D input`,
      });
    const weight = this.weight?.data ?? ops.ones([this.numFeatures]);
    const bias = this.bias?.data ?? ops.zeros([this.numFeatures]);
    const { running_mean: mean, running_var: variance, eps: epsilon } = this;
    if (mean !== null && variance !== null && !isTraining(this))
      return ops.batchNorm(x, { mean: mean.data, variance: variance.data, weight, bias, epsilon });
    const batch = ops.batchNormTraining(x, weight, bias, epsilon);
    if (isTraining(this)) this.updateStatistics(batch.mean, batch.variance, x.size / this.numFeatures);
    return batch.y;
  }

  /** @param count how many values each channel's statistics were taken over */
  private updateStatistics(mean: Tensor, variance: Tensor, count: number): void {
    const tracked = this.update('num_batches_tracked', (old) => ops.add(old, ops.scalar(1, 'int32')));
    if (tracked === null) return;
    const toUnbiased = count / Math.max(1, count - 1);
    const { momentum } = this;
    const share = momentum ?? ops.div(1, ops.cast(tracked, 'float32'));
    const towards = (old: Tensor, now: Tensor): Tensor =>
      typeof share === 'number'
        ? ops.add(ops.mul(old, 1 - share), now)
        : ops.add(ops.mul(old, ops.sub(1, share)), now);
    const of = (now: Tensor, factor: number): Tensor =>
      typeof share === 'number' ? ops.mul(now, share * factor) : ops.mul(ops.mul(now, factor), share);
    this.update('running_mean', (old) => towards(old, of(mean, 1)));
    this.update('running_var', (old) => towards(old, of(variance, toUnbiased)));
  }

  /** The new value: inside a functional call it is returned by the call; otherwise the buffer takes it. */
  private update(
    name: 'running_mean' | 'running_var' | 'num_batches_tracked',
    next: (old: Tensor) => Tensor,
  ): Tensor | null {
    const buffer = this[name];
    if (buffer === null) return null;
    const context = callContext();
    const path = context?.paths.get(this);
    if (context === null || path === undefined) {
      buffer.data = next(buffer.data);
      return buffer.data;
    }
    const key = path === '' ? name : `${path}.${name}`;
    // A layer that stands at two places is updated twice, as in torch.
    const value = next(context.buffers[key] ?? buffer.data);
    context.buffers[key] = value;
    return value;
  }

  /** @throws InputError `image-too-small` when it would have to take statistics over a single value, which torch refuses */
  override cost(input: Shape): Cost {
    const [batch = 1, , ...image] = input;
    const ofBatch = isTraining(this) || this.running_mean === null;
    if (ofBatch && image.reduce((count, edge) => count * edge, batch) === 1)
      throw new InputError('image-too-small', 'batch statistics need more than one value per channel', {
        found: input,
      });
    return { shape: input, macs: 0 };
  }

  override extraRepr(): string {
    const { numFeatures, eps, momentum } = this;
    return [
      String(numFeatures),
      `eps=${pythonFloat(eps)}`,
      `momentum=${momentum === null ? 'None' : pythonFloat(momentum)}`,
      `affine=${pythonBool(this.weight !== null)}`,
      `track_running_stats=${pythonBool(this.running_mean !== null)}`,
    ].join(', ');
  }
}
