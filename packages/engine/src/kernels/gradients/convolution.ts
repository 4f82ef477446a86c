import { tf } from '../../tfjs.js';
import type { Tensor } from '../../tensor.js';
import { kernelNames } from '../attributes.js';
import { runKernel } from '../run-kernel.js';

/** Of a convolution, and of its input's gradient: the forward pass of a transposed convolution. */
export function registerConvolutionGradient(): void {
  tf.registerGradient({
    kernelName: kernelNames.conv2d,
    inputsToSave: ['x', 'filter'],
    gradFunc: (dy, saved, attributes) => {
      const [x, filter] = saved as [Tensor, Tensor];
      const gradient = dy as Tensor;
      return {
        x: () =>
          runKernel(
            kernelNames.conv2dInputGradient,
            { dy: gradient, filter },
            { ...attributes, inputShape: x.shape },
          ),
        filter: () =>
          runKernel(
            kernelNames.conv2dFilterGradient,
            { x, dy: gradient },
            { ...attributes, filterShape: filter.shape },
          ),
      };
    },
  });
  tf.registerGradient({
    kernelName: kernelNames.conv2dInputGradient,
    inputsToSave: ['dy', 'filter'],
    gradFunc: (gradient, saved, attributes) => {
      const [dy, filter] = saved as [Tensor, Tensor];
      const x = gradient as Tensor;
      return {
        dy: () => runKernel(kernelNames.conv2d, { x, filter }, attributes),
        filter: () =>
          runKernel(
            kernelNames.conv2dFilterGradient,
            { x, dy },
            { ...attributes, filterShape: filter.shape },
          ),
      };
    },
  });
}
