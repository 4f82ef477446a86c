import { tf } from '../../tfjs.js';
import type { Tensor } from '../../tensor.js';
import { kernelNames } from '../attributes.js';
import { alongChannels, axesButChannels } from '../channels.js';
import { runKernels } from '../run-kernel.js';

export function registerBatchNormGradients(): void {
  tf.registerGradient({
    kernelName: kernelNames.batchNormInference,
    inputsToSave: ['x', 'mean', 'variance', 'weight'],
    gradFunc: (dy, saved, attributes) => {
      const [x, mean, variance, weight] = saved as [Tensor, Tensor, Tensor, Tensor];
      const gradient = dy as Tensor;
      const deviation = (): Tensor => tf.rsqrt(tf.add(variance, attributes['epsilon'] as number));
      // The statistics are buffers: asking for their gradient is an error that tfjs raises.
      return {
        x: () => tf.mul(gradient, alongChannels(tf.mul(weight, deviation()), x)),
        weight: () => {
          const centred = tf.sub(x, alongChannels(mean, x));
          return tf.mul(tf.sum(tf.mul(gradient, centred), axesButChannels(x)), deviation());
        },
        bias: () => tf.sum(gradient, axesButChannels(x)),
      };
    },
  });
  tf.registerGradient({
    kernelName: kernelNames.batchNormTraining,
    inputsToSave: ['x', 'weight'],
    outputsToSave: [false, true, true],
    gradFunc: (dys, saved, attributes) => {
      const [x, weight, mean, variance] = saved as [Tensor, Tensor, Tensor, Tensor];
      // The statistics feed the running averages only and carry no gradient.
      const [dy] = dys as [Tensor, Tensor, Tensor];
      const [dx, dweight, dbias] = runKernels(
        kernelNames.batchNormTrainingGradient,
        { x, dy, weight, mean, variance },
        attributes,
      ) as [Tensor, Tensor, Tensor];
      return { x: () => dx, weight: () => dweight, bias: () => dbias };
    },
  });
}
