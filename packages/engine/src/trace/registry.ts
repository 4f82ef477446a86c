import type { TracedKernel } from './kernel.js';
import { convolutionKernels } from './kernels/convolution.js';
import { creationKernels } from './kernels/creation.js';
import { elementwiseKernels } from './kernels/elementwise.js';
import { normalizationKernels } from './kernels/normalization.js';
import { poolingKernels } from './kernels/pooling.js';
import { productKernels } from './kernels/products.js';
import { reductionKernels } from './kernels/reductions.js';
import { shapeKernels } from './kernels/shapes.js';
import { sliceKernels } from './kernels/slices.js';

/** Every kernel that a step may use when it is compiled. */
export const tracedKernels: readonly TracedKernel[] = [
  ...elementwiseKernels,
  ...reductionKernels,
  ...shapeKernels,
  ...sliceKernels,
  ...creationKernels,
  ...productKernels,
  ...convolutionKernels,
  ...poolingKernels,
  ...normalizationKernels,
];
