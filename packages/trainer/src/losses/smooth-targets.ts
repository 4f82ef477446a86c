import type { Tensor } from '@frostline/engine';
import { entry } from '../programs/records.js';
import type { LossInputs } from './loss.js';

/** The scalar that `smoothTargets` needs. */
export const smoothingScalar = ({ label_smoothing }: { readonly label_smoothing: number }) => ({
  label_smoothing,
});

/** One-hot targets [N, C], of which ε is spread evenly over all C classes, the true one included, as torch does. */
export function smoothTargets({
  ops,
  logits,
  labels,
  scalars,
}: Pick<LossInputs, 'ops' | 'logits' | 'labels' | 'scalars'>): Tensor {
  const classes = logits.shape[1] ?? 1;
  const smoothing = entry(scalars, 'label_smoothing');
  const hard = ops.oneHot(labels, classes);
  return ops.add(ops.mul(hard, ops.sub(1, smoothing)), ops.div(smoothing, classes));
}
