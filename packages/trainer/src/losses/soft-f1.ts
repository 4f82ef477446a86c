import type { Loss } from './loss.js';

const EPSILON = 1e-8;

/**
 * 1 − macro F1 of a batch with probabilities in place of decisions: per class 2·Σ p·t / (Σ p + Σ t). A class without
 * labels in the batch has F1 0 and no gradient, so batches should hold most classes. Batches that are divided for want of
 * memory are scored part by part.
 */
export const softF1: Loss = {
  name: 'soft_f1',
  loss({ ops, logits, labels }) {
    const hard = ops.oneHot(labels, logits.shape[1] ?? 1);
    const soft = ops.softmax(logits);
    const hits = ops.sum(ops.mul(soft, hard), [0]);
    const mentioned = ops.add(ops.sum(soft, [0]), ops.sum(hard, [0]));
    return ops.sub(1, ops.mean(ops.div(ops.mul(hits, 2), ops.add(mentioned, EPSILON))));
  },
};
