import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';

/** torch's `cross_entropy` of logits [N, C] and N class indices. */
export function meanCrossEntropy(logits: Tensor, labels: readonly number[]): Tensor {
  const indices = ops.constant(labels, [labels.length], 'int32');
  return ops.mean(ops.softmaxCrossEntropy(logits, ops.oneHot(indices, logits.shape[1] ?? 1)));
}
