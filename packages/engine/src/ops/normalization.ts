import { InputError } from '@frostline/base';
import { tf } from '../tfjs.js';
import { kernelNames } from '../kernels/attributes.js';
import { alongChannels } from '../kernels/channels.js';
import { runKernel, runKernels } from '../kernels/run-kernel.js';
import type { Tensor } from '../tensor.js';
import { checkInput } from './check-input.js';

export interface BatchNormState {
  readonly mean: Tensor;
  /** The variance to divide by, as it stands. */
  readonly variance: Tensor;
  readonly weight: Tensor;
  readonly bias: Tensor;
  /** Default 1e-5. */
  readonly epsilon?: number;
}

/**
 * Normalises x [N, C, ...] with given statistics, all [C] (Ioffe & Szegedy 2015, inference).
 * The statistics have no gradient.
 *
 * @throws InputError `op-input`
 */
export function batchNorm(
  x: Tensor,
  { mean, variance, weight, bias, epsilon = 1e-5 }: BatchNormState,
): Tensor {
  checkChannels('batchNorm', x, { mean, variance, weight, bias });
  return runKernel(kernelNames.batchNormInference, { x, mean, variance, weight, bias }, { epsilon });
}

/**
 * Normalises x [N, C, ...] with the batch's own statistics.
 *
 * @returns y, and the batch's mean and *biased* variance [C], which carry no gradient
 * @throws InputError `batch-norm-size` when a channel has a single value, as torch does; `op-input`
 */
export function batchNormTraining(
  x: Tensor,
  weight: Tensor,
  bias: Tensor,
  epsilon = 1e-5,
): { y: Tensor; mean: Tensor; variance: Tensor } {
  checkChannels('batchNormTraining', x, { weight, bias });
  if (x.size === x.shape[1])
    throw new InputError('batch-norm-size', 'batch statistics need more than one value per channel', {
      found: x.shape,
      fix: 'use a larger batch or image, or normalise with running statistics',
    });
  const outputs = runKernels(kernelNames.batchNormTraining, { x, weight, bias }, { epsilon });
  const [y, mean, variance] = outputs as [Tensor, Tensor, Tensor];
  return { y, mean, variance };
}

/**
 * Normalises over trailing axes (Ba et al. 2016; torch.nn.functional.layer_norm).
 *
 * @param shape extents of the axes, which weight and bias have too
 * @throws InputError `op-input` when x does not end in them
 */
export function layerNorm(
  x: Tensor,
  { shape, weight, bias, epsilon = 1e-5 }: LayerNormOptions & { readonly shape: readonly number[] },
): Tensor {
  const axes = shape.map((_, axis) => x.rank - shape.length + axis);
  const ends = axes.every((axis, index) => x.shape[axis] === shape[index]);
  checkInput(ends && shape.length > 0, 'layerNorm', { x: x.shape, shape }, `x [..., ${shape.join(', ')}]`);
  return affine(standardised(x, axes, epsilon), weight, bias);
}

/**
 * Normalises groups of neighbouring channels of x [N, C, …], each over its channels and space (Wu & He 2018).
 *
 * @throws InputError `group-norm-shape` unless `groups` divides C; `op-input`
 */
export function groupNorm(
  x: Tensor,
  { groups, weight, bias, epsilon = 1e-5 }: LayerNormOptions & { readonly groups: number },
): Tensor {
  const [batch = 1, channels = 1] = x.shape;
  if (channels % groups !== 0)
    throw new InputError('group-norm-shape', 'groups must divide the channels', {
      found: { x: x.shape, groups },
    });
  checkChannels('groupNorm', x, { ...(weight && { weight }), ...(bias && { bias }) });
  const normalised = standardised(tf.reshape(x, [batch, groups, -1]), [2], epsilon);
  return affine(
    tf.reshape(normalised, x.shape),
    weight && alongChannels(weight, x),
    bias && alongChannels(bias, x),
  );
}

export interface LayerNormOptions {
  /** Null: no scale. */
  readonly weight: Tensor | null;
  /** Null: no shift. */
  readonly bias: Tensor | null;
  /** Added to the variance. Default 1e-5. */
  readonly epsilon?: number;
}

/** Whether x is [N, C, ...] and what each channel has one of is [C]. */
function checkChannels(op: string, x: Tensor, of: Readonly<Record<string, Tensor>>): void {
  const shapes = Object.fromEntries(Object.entries(of).map(([name, { shape }]) => [name, shape]));
  const channels = x.shape[1];
  checkInput(
    x.rank >= 2 && Object.values(of).every(({ rank, shape }) => rank === 1 && shape[0] === channels),
    op,
    { x: x.shape, ...shapes },
    'x [N, C, ...], and one value of the others for each of C channels',
  );
}

/** Mean 0 and variance 1 over the axes. The variance in a centred pass: E[x²] − E[x]² would lose its digits. */
function standardised(x: Tensor, axes: number[], epsilon: number): Tensor {
  const centred = tf.sub(x, tf.mean(x, axes, true));
  const variance = tf.mean(tf.square(centred), axes, true);
  return tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon)));
}

function affine(x: Tensor, weight: Tensor | null, bias: Tensor | null): Tensor {
  const scaled = weight === null ? x : tf.mul(x, weight);
  return bias === null ? scaled : tf.add(scaled, bias);
}
