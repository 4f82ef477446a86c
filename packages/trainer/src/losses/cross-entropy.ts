import { ops, type Tensor } from '@frostline/engine';

/**
 * Mean softmax cross-entropy with label smoothing: `torch.nn.functional.cross_entropy(logits, labels,
 * label_smoothing)`, whose smoothing spreads ε evenly over all C classes, the true one included.
 *
 * @param logits [N, C]
 * @param labels int32 [N]
 * @param smoothing scalar ε in [0, 1)
 */
export function crossEntropy(logits: Tensor, labels: Tensor, smoothing: Tensor): Tensor {
  const classes = logits.shape[1] ?? 1;
  const hard = ops.oneHot(labels, classes);
  const targets = ops.add(ops.mul(hard, ops.sub(1, smoothing)), ops.div(smoothing, classes));
  return ops.mean(ops.softmaxCrossEntropy(logits, targets));
}
