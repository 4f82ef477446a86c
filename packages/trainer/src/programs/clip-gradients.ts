import { ops, type Tensor } from '@frostline/engine';

/** Keeps the division finite, as torch does. */
const EPSILON = 1e-6;

/**
 * Gradients scaled so that the norm of all together is at most `largest`; `torch.nn.utils.clip_grad_norm_`.
 *
 * @param largest scalar
 */
export function clipGradients(gradients: readonly Tensor[], largest: Tensor): Tensor[] {
  const [first = ops.scalar(0), ...others] = gradients.map((gradient) => ops.sum(ops.square(gradient)));
  const norm = ops.sqrt(others.reduce((sum, square) => ops.add(sum, square), first));
  const scale = ops.minimum(ops.div(largest, ops.add(norm, EPSILON)), 1);
  return gradients.map((gradient) => ops.mul(gradient, scale));
}
