import { InputError } from '@frostline/base';
import { tf } from '../tfjs.js';
import { kernelNames } from '../kernels/attributes.js';
import { runKernel, runKernels } from '../kernels/run-kernel.js';
import type { Tensor } from '../tensor.js';

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
 */
export function batchNorm(
  x: Tensor,
  { mean, variance, weight, bias, epsilon = 1e-5 }: BatchNormState,
): Tensor {
  return runKernel(kernelNames.batchNormInference, { x, mean, variance, weight, bias }, { epsilon });
}

/**
 * Normalises x [N, C, ...] with the batch's own statistics.
 *
 * @returns y, and the batch's mean and *biased* variance [C], which carry no gradient
 * @throws InputError `batch-norm-size` when a channel has a single value, as torch does
 */
export function batchNormTraining(
  x: Tensor,
  weight: Tensor,
  bias: Tensor,
  epsilon = 1e-5,
): { y: Tensor; mean: Tensor; variance: Tensor } {
  if (x.size === x.shape[1])
    throw new InputError('batch-norm-size', 'batch statistics need more than one value per channel', {
      found: x.shape,
      fix: 'use a larger batch or image, or normalise with running statistics',
    });
  const outputs = runKernels(kernelNames.batchNormTraining, { x, weight, bias }, { epsilon });
  const [y, mean, variance] = outputs as [Tensor, Tensor, Tensor];
  return { y, mean, variance };
}

/** Normalises over the trailing axes that `weight` spans (Ba et al. 2016; torch.nn.LayerNorm). */
export function layerNorm(x: Tensor, weight: Tensor, bias: Tensor, epsilon = 1e-5): Tensor {
  const axes = weight.shape.map((_, axis) => x.rank - weight.rank + axis);
  const centred = tf.sub(x, tf.mean(x, axes, true));
  const variance = tf.mean(tf.square(centred), axes, true);
  const normalised = tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon)));
  return tf.add(tf.mul(normalised, weight), bias);
}
