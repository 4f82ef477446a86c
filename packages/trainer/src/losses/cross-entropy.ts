import type { Loss } from './loss.js';
import { smoothingScalar, smoothTargets } from './smooth-targets.js';

/** Softmax cross-entropy: `torch.nn.functional.cross_entropy(logits, labels, weight, label_smoothing)`. */
export const crossEntropy: Loss = {
  name: 'cross_entropy',
  scalars: smoothingScalar,
  loss(inputs) {
    const { ops, logits, classWeights } = inputs;
    return ops.mean(ops.softmaxCrossEntropy(logits, ops.mul(smoothTargets(inputs), classWeights)));
  },
};
