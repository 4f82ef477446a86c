import { registerBatchNormGradients } from './batch-norm.js';
import { registerComparisonGradients } from './comparison.js';
import { registerConvolutionGradient } from './convolution.js';
import { registerCrossEntropyGradient } from './cross-entropy.js';
import { registerPoolGradients } from './pool.js';

/** Registers the gradients of our kernels, and those that tfjs lacks, for every backend at once. */
export function registerGradients(): void {
  registerConvolutionGradient();
  registerPoolGradients();
  registerBatchNormGradients();
  registerCrossEntropyGradient();
  registerComparisonGradients();
}
