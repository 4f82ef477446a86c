import { registerAveragePool } from './average-pool.js';
import { registerBatchNorm } from './batch-norm.js';
import { registerConstant } from './constant.js';
import { registerConvolution } from './convolution.js';
import { registerCrossEntropy } from './cross-entropy.js';
import { registerMaxPool } from './max-pool.js';

/** Registers every kernel of attributes.ts on the eager backends; tfjs keeps its registry per process. */
export function registerEagerKernels(): void {
  registerConvolution();
  registerMaxPool();
  registerAveragePool();
  registerBatchNorm();
  registerCrossEntropy();
  registerConstant();
}
