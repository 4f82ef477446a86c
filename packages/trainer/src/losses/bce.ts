import type { Loss } from './loss.js';
import { smoothingScalar, smoothTargets } from './smooth-targets.js';

/**
 * A sigmoid for each class against the rest: torch's `binary_cross_entropy_with_logits` on one-hot targets, mean over
 * rows and classes, rows weighted by their class. Smoothing as timm's `BinaryCrossEntropy`.
 */
export const bce: Loss = {
  name: 'bce',
  activation: 'sigmoid',
  scalars: smoothingScalar,
  loss(inputs) {
    const { ops, logits, labels, classWeights } = inputs;
    const targets = smoothTargets(inputs);
    // −t·log σ(z) − (1 − t)·log(1 − σ(z)), where log(1 − σ(z)) = log σ(z) − z.
    const perClass = ops.sub(ops.mul(ops.sub(1, targets), logits), ops.logSigmoid(logits));
    const weights = ops.sum(ops.mul(ops.oneHot(labels, logits.shape[1] ?? 1), classWeights), [1]);
    return ops.mean(ops.mul(ops.mean(perClass, [1]), weights));
  },
};
