import { InternalError } from '@frostline/base';
import { ops, type Tensor } from '@frostline/engine';
import type { ParameterUpdate } from './optimizer.js';

const BETA1 = 0.9;
const BETA2 = 0.999;

/** Names of Adam's moments, torch's. */
export const adamMoments = ['exp_avg', 'exp_avg_sq'] as const;

/** Numbers with which Adam makes up for moments that began at zero (Kingma & Ba, ICLR 2015). */
export const adamCorrections = (
  step: number,
): { readonly mean_scale: number; readonly variance_scale: number } => ({
  mean_scale: 1 / (1 - BETA1 ** step),
  variance_scale: 1 / Math.sqrt(1 - BETA2 ** step),
});

/**
 * Adam's moments after a gradient, with torch's default betas.
 *
 * @param inputs.scalars `variance_scale` of `adamCorrections`
 * @returns the moments, and the mean divided by the root of the square and ε, to which `mean_scale` still has to come
 */
export function adamDirection(
  { gradient, moments, scalars }: Pick<ParameterUpdate, 'gradient' | 'moments' | 'scalars'>,
  epsilon: number,
): { readonly direction: Tensor; readonly moments: Readonly<Record<string, Tensor>> } {
  const { exp_avg, exp_avg_sq } = moments;
  const { variance_scale } = scalars;
  if (!exp_avg || !exp_avg_sq || !variance_scale) throw new InternalError('adam lacks an input');
  const mean = ops.add(ops.mul(exp_avg, BETA1), ops.mul(gradient, 1 - BETA1));
  const square = ops.add(ops.mul(exp_avg_sq, BETA2), ops.mul(ops.square(gradient), 1 - BETA2));
  const denominator = ops.add(ops.mul(ops.sqrt(square), variance_scale), epsilon);
  return { direction: ops.div(mean, denominator), moments: { exp_avg: mean, exp_avg_sq: square } };
}
