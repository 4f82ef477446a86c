import { tf } from '../../tfjs.js';
import type { Tensor } from '../../tensor.js';
import { kernelNames } from '../attributes.js';
import { runKernel } from '../run-kernel.js';

export function registerPoolGradients(): void {
  tf.registerGradient({
    kernelName: kernelNames.maxPool2d,
    inputsToSave: ['x'],
    gradFunc: (dy, saved, attributes) => {
      const [x] = saved as [Tensor];
      return { x: () => runKernel(kernelNames.maxPool2dGradient, { x, dy: dy as Tensor }, attributes) };
    },
  });
  tf.registerGradient({
    kernelName: kernelNames.averagePool2d,
    inputsToSave: ['x'],
    gradFunc: (dy, saved, attributes) => {
      const [x] = saved as [Tensor];
      const inputShape = x.shape;
      return {
        x: () =>
          runKernel(kernelNames.averagePool2dGradient, { dy: dy as Tensor }, { ...attributes, inputShape }),
      };
    },
  });
}
