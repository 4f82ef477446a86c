import { kernelNames } from '../kernels/attributes.js';
import { runKernel } from '../kernels/run-kernel.js';
import type { Tensor } from '../tensor.js';

/**
 * Loss per row: −Σ target · log softmax(logits).
 *
 * @param logits [N, C]
 * @param targets [N, C]: probabilities, or probabilities times a class weight; no gradient reaches them
 * @returns [N]
 */
export function softmaxCrossEntropy(logits: Tensor, targets: Tensor): Tensor {
  return runKernel(kernelNames.softmaxCrossEntropy, { logits, targets });
}
