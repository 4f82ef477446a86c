import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { InputError } from '@frostline/base';
import { constant } from '../init.js';
import { callContext, isTraining } from '../module/call-context.js';
import type { Cost } from '../module/cost.js';
import { ModuleBuffer } from '../module/module-buffer.js';
import { Module } from '../module/module.js';
import { Parameter } from '../module/parameter.js';
import { pythonFloat } from '../module/repr.js';
import type { Shape } from '../module/shape.js';

export interface BatchNormOptions {
  /** Added to the variance. */
  readonly eps?: number;
  /** How far the running statistics move towards the batch's. */
  readonly momentum?: number;
}

/**
 * torch's `nn.BatchNorm2d`. In training it normalises with the batch's biased variance and moves the running
 * statistics, whose variance is unbiased; in evaluation, and when frozen, it normalises with those and changes nothing.
 */
export class BatchNorm2d extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter;
  readonly running_mean: ModuleBuffer;
  readonly running_var: ModuleBuffer;
  readonly num_batches_tracked: ModuleBuffer;
  readonly eps: number;
  readonly momentum: number;

  constructor(
    readonly numFeatures: number,
    { eps = 1e-5, momentum = 0.1 }: BatchNormOptions = {},
  ) {
    super();
    this.eps = eps;
    this.momentum = momentum;
    this.weight = new Parameter([numFeatures], constant(1));
    this.bias = new Parameter([numFeatures], constant(0));
    this.running_mean = new ModuleBuffer([numFeatures], 0);
    this.running_var = new ModuleBuffer([numFeatures], 1);
    this.num_batches_tracked = new ModuleBuffer([], 0, 'int32');
  }

  forward(x: Tensor): Tensor {
    const { weight, bias } = this;
    if (!isTraining(this))
      return ops.batchNorm(x, {
        mean: this.running_mean.data,
        variance: this.running_var.data,
        weight: weight.data,
        bias: bias.data,
        epsilon: this.eps,
      });
    const { y, mean, variance } = ops.batchNormTraining(x, weight.data, bias.data, this.eps);
    this.updateStatistics(mean, variance, x.size / this.numFeatures);
    return y;
  }

  /** @param count how many values each channel's statistics were taken over */
  private updateStatistics(mean: Tensor, variance: Tensor, count: number): void {
    const toUnbiased = count / Math.max(1, count - 1);
    this.update('running_mean', (old) => this.towards(old, mean, 1));
    this.update('running_var', (old) => this.towards(old, variance, toUnbiased));
    this.update('num_batches_tracked', (old) => ops.add(old, ops.scalar(1, 'int32')));
  }

  private towards(old: Tensor, now: Tensor, factor: number): Tensor {
    return ops.add(ops.mul(old, 1 - this.momentum), ops.mul(now, this.momentum * factor));
  }

  /** Inside a functional call the new value is returned by the call; otherwise the buffer takes it. */
  private update(
    name: 'running_mean' | 'running_var' | 'num_batches_tracked',
    next: (old: Tensor) => Tensor,
  ): void {
    const context = callContext();
    const path = context?.paths.get(this);
    if (context === null || path === undefined) {
      this[name].data = next(this[name].data);
      return;
    }
    const key = path === '' ? name : `${path}.${name}`;
    // A layer that stands at two places is updated twice, as in torch.
    context.buffers[key] = next(context.buffers[key] ?? this[name].data);
  }

  /** @throws InputError `image-too-small` when it would have to take statistics over a single value, which torch refuses */
  override cost(input: Shape): Cost {
    const [batch = 1, , ...image] = input;
    if (isTraining(this) && image.reduce((count, edge) => count * edge, batch) === 1)
      throw new InputError('image-too-small', 'batch statistics need more than one value per channel', {
        found: input,
      });
    return { shape: input, macs: 0 };
  }

  override extraRepr(): string {
    return `${String(this.numFeatures)}, eps=${pythonFloat(this.eps)}, momentum=${pythonFloat(this.momentum)}, affine=True, track_running_stats=True`;
  }
}
