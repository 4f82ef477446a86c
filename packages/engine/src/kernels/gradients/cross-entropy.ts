import { tf } from '../../tfjs.js';
import type { Tensor } from '../../tensor.js';
import { kernelNames } from '../attributes.js';
import { runKernel } from '../run-kernel.js';

export function registerCrossEntropyGradient(): void {
  tf.registerGradient({
    kernelName: kernelNames.softmaxCrossEntropy,
    inputsToSave: ['logits', 'targets'],
    gradFunc: (dy, saved) => {
      const [logits, targets] = saved as [Tensor, Tensor];
      return {
        logits: () =>
          runKernel(kernelNames.softmaxCrossEntropyGradient, { logits, targets, dloss: dy as Tensor }),
      };
    },
  });
}
