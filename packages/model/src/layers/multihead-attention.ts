import { InputError } from '@frostline/base';
import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { constant, xavierNormal, xavierUniform, zeros_ } from '../init.js';
import { isTraining } from '../module/call-context.js';
import type { Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import { Parameter } from '../module/parameter.js';
import type { Shape } from '../module/shape.js';
import { checkProbability } from './dropout.js';
import { Linear } from './linear.js';
import { drawUniforms } from './noise.js';

export interface MultiheadAttentionOptions {
  /** Probability with which an attention weight is dropped in training. */
  readonly dropout?: number;
  readonly bias?: boolean;
  /** Whether one more, learned, key and value are appended. */
  readonly addBiasKv?: boolean;
  /** Whether a key and a value of zeros are appended. */
  readonly addZeroAttn?: boolean;
  /** Features of a key and of a value; default `embedDim`. */
  readonly kdim?: number;
  readonly vdim?: number;
  /** Whether the batch is the first axis instead of the second. */
  readonly batchFirst?: boolean;
}

/** Masks: where a boolean is true nothing is attended to, floats are added to the scores. */
export interface AttentionOptions {
  /** [N, S]: keys that do not count. */
  readonly keyPaddingMask?: Tensor;
  /** [L, S], or [N · heads, L, S] for each sample and head. */
  readonly attnMask?: Tensor;
  /** Whether the weights are returned as their mean over the heads; default true. */
  readonly averageAttnWeights?: boolean;
}

/** torch's own name for the last layer of attention. */
class NonDynamicallyQuantizableLinear extends Linear {}

/**
 * torch's `nn.MultiheadAttention` (Vaswani et al. 2017, https://arxiv.org/abs/1706.03762): queries [L, N, E], keys
 * [S, N, kdim], values [S, N, vdim] → [L, N, E], or the batch first, or without a batch.
 */
export class MultiheadAttention extends Module {
  readonly in_proj_weight: Parameter | null;
  readonly q_proj_weight: Parameter | null;
  readonly k_proj_weight: Parameter | null;
  readonly v_proj_weight: Parameter | null;
  readonly in_proj_bias: Parameter | null;
  readonly bias_k: Parameter | null;
  readonly bias_v: Parameter | null;
  readonly out_proj: Linear;
  private readonly dropout: number;
  private readonly addZeroAttn: boolean;
  private readonly batchFirst: boolean;

  /** @throws InputError `layer-settings` when the heads do not divide `embedDim`, or on a dropout out of range */
  constructor(
    readonly embedDim: number,
    readonly numHeads: number,
    {
      dropout = 0,
      bias = true,
      addBiasKv = false,
      addZeroAttn = false,
      kdim = embedDim,
      vdim = embedDim,
      batchFirst = false,
    }: MultiheadAttentionOptions = {},
  ) {
    super();
    checkProbability(dropout);
    if (embedDim % numHeads !== 0)
      throw new InputError('layer-settings', 'heads must divide the features', {
        found: numHeads,
        allowed: `a divisor of ${String(embedDim)}`,
      });
    this.dropout = dropout;
    this.addZeroAttn = addZeroAttn;
    this.batchFirst = batchFirst;
    const projection = (outputs: number, inputs: number): Parameter =>
      new Parameter([outputs, inputs], xavierUniform([outputs, inputs]));
    const extra = (): Parameter => new Parameter([1, 1, embedDim], xavierNormal([1, 1, embedDim]));
    const together = kdim === embedDim && vdim === embedDim;
    this.in_proj_weight = together ? projection(3 * embedDim, embedDim) : null;
    this.q_proj_weight = together ? null : projection(embedDim, embedDim);
    this.k_proj_weight = together ? null : projection(embedDim, kdim);
    this.v_proj_weight = together ? null : projection(embedDim, vdim);
    this.in_proj_bias = bias ? new Parameter([3 * embedDim], constant(0)) : null;
    this.bias_k = addBiasKv ? extra() : null;
    this.bias_v = addBiasKv ? extra() : null;
    this.out_proj = new NonDynamicallyQuantizableLinear(embedDim, embedDim, { bias });
    zeros_(this.out_proj.bias);
  }

  /** The first of what `attend` returns; of one input alone, self-attention. */
  forward(query: Tensor, key = query, value = key, options: AttentionOptions = {}): Tensor {
    return this.attend(query, key, value, options).output;
  }

  /** torch's `forward`: also the weights, [N, L, S], or [N, heads, L, S] if not averaged. Runs no hooks of this module. */
  attend(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    { keyPaddingMask, attnMask, averageAttnWeights = true }: AttentionOptions = {},
  ): { output: Tensor; weights: Tensor } {
    const [q, k, v] = this.projected(query, key, value);
    const scale = Math.sqrt(this.numHeads / this.embedDim);
    let scores = ops.matMul(ops.mul(q, scale), k, false, true);
    const [batch = 1, heads = 1, queries = 1, keys = 1] = scores.shape;
    if (attnMask !== undefined) {
      const mask = this.widened(additive(attnMask));
      const shape = attnMask.rank === 2 ? [1, 1, queries, keys] : [batch, heads, queries, keys];
      scores = ops.add(scores, ops.reshape(mask, shape));
    }
    if (keyPaddingMask !== undefined) {
      const mask = this.widened(additive(keyPaddingMask));
      scores = ops.add(scores, ops.reshape(mask, [batch, 1, 1, keys]));
    }
    const weights = this.dropped(ops.softmax(scores));
    const joined = ops.reshape(ops.transpose(ops.matMul(weights, v), [0, 2, 1, 3]), [
      batch,
      queries,
      this.embedDim,
    ]);
    const shown = averageAttnWeights ? ops.mean(weights, [1]) : weights;
    const output = this.fromBatchFirst(this.out_proj.call(joined), query.rank);
    return { output, weights: query.rank === 2 ? ops.squeeze(shown, [0]) : shown };
  }

  /** Queries, keys and values of each head: [N, heads, L or S, features of a head]. */
  private projected(query: Tensor, key: Tensor, value: Tensor): [Tensor, Tensor, Tensor] {
    const { in_proj_weight: all, in_proj_bias: bias, bias_k: biasK, bias_v: biasV } = this;
    const [q, k, v] =
      all !== null && key === query && value === query
        ? (ops.split(ops.linear(this.toBatchFirst(query), all.data, bias?.data ?? null), 3, 2) as Three)
        : this.projectedApart(query, key, value);
    return [
      this.headsOf(q),
      this.withZeros(this.headsOf(appended(k, biasK))),
      this.withZeros(this.headsOf(appended(v, biasV))),
    ];
  }

  private projectedApart(...inputs: Three): Three {
    const { in_proj_weight: all, q_proj_weight: q, k_proj_weight: k, v_proj_weight: v } = this;
    const weights = all === null ? [q?.data, k?.data, v?.data] : ops.split(all.data, 3);
    const biases = this.in_proj_bias === null ? [] : ops.split(this.in_proj_bias.data, 3);
    return inputs.map((x, part) =>
      ops.linear(this.toBatchFirst(x), weights[part] as Tensor, biases[part] ?? null),
    ) as Three;
  }

  private toBatchFirst(x: Tensor): Tensor {
    if (x.rank === 2) return ops.expandDims(x, 0);
    return this.batchFirst ? x : ops.transpose(x, [1, 0, 2]);
  }

  private fromBatchFirst(x: Tensor, rank: number): Tensor {
    if (rank === 2) return ops.squeeze(x, [0]);
    return this.batchFirst ? x : ops.transpose(x, [1, 0, 2]);
  }

  private headsOf(x: Tensor): Tensor {
    const [batch = 1, length = 1, features = 1] = x.shape;
    const split = ops.reshape(x, [batch, length, this.numHeads, features / this.numHeads]);
    return ops.transpose(split, [0, 2, 1, 3]);
  }

  private withZeros(x: Tensor): Tensor {
    return this.addZeroAttn ? ops.pad(x, [none, none, [0, 1], none]) : x;
  }

  /** A mask over the given keys, for them and those that this layer appends. */
  private widened(mask: Tensor): Tensor {
    const more = Number(this.bias_k !== null) + Number(this.addZeroAttn);
    if (more === 0) return mask;
    return ops.pad(
      mask,
      mask.shape.map((_, axis) => [0, axis === mask.rank - 1 ? more : 0] as const),
    );
  }

  private dropped(weights: Tensor): Tensor {
    if (this.dropout === 0 || !isTraining(this)) return weights;
    return ops.dropout(weights, this.dropout, drawUniforms(this, weights.shape));
  }

  /** Of self-attention. */
  override cost(input: Shape): Cost {
    const [length = 1, batch = 1] =
      input.length === 2 ? input : this.batchFirst ? [input[1], input[0]] : input;
    const samples = input.length === 2 ? 1 : batch;
    const projections = 4 * this.embedDim * this.embedDim;
    return { shape: input, macs: samples * length * (projections + 2 * length * this.embedDim) };
  }
}

type Three = [Tensor, Tensor, Tensor];

const none = [0, 0] as const;

/** −∞ where a boolean mask is true; a mask of numbers as it is. */
const additive = (mask: Tensor): Tensor =>
  mask.dtype === 'bool' ? ops.where(mask, Number.NEGATIVE_INFINITY, ops.zeros(mask.shape)) : mask;

/** [N, S, E] with one more row, the same for every sample. */
function appended(x: Tensor, row: Parameter | null): Tensor {
  return row === null ? x : ops.concat([x, ops.tile(row.data, [x.shape[0] ?? 1, 1, 1])], 1);
}
