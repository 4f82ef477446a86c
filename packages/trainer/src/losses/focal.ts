import { entry } from '../programs/records.js';
import type { Loss } from './loss.js';

/** Below this, 1 − p is taken for it: its logarithm must be finite. */
const SMALLEST = 1e-7;

/** Focal loss (Lin et al., ICCV 2017) on softmax probabilities: (1 − p)^γ times the cross-entropy, weighted as that is. */
export const focal: Loss = {
  name: 'focal',
  scalars: ({ focal_gamma }) => ({ focal_gamma }),
  loss({ ops, logits, labels, classWeights, scalars }) {
    const hard = ops.oneHot(labels, logits.shape[1] ?? 1);
    const logP = ops.sum(ops.mul(ops.logSoftmax(logits), hard), [1]);
    const miss = ops.maximum(ops.sub(1, ops.exp(logP)), SMALLEST);
    const focus = ops.exp(ops.mul(ops.log(miss), entry(scalars, 'focal_gamma')));
    const weights = ops.sum(ops.mul(hard, classWeights), [1]);
    return ops.mean(ops.mul(ops.mul(focus, ops.neg(logP)), weights));
  },
};
