import { kernelNames, type BatchNormAttributes } from '../../kernels/attributes.js';
import type { BatchNormGradientInputs, BatchNormInputs } from '../../kernels/batch-norm-inputs.js';
import type { Tensor } from '../../tensor.js';
import { tf } from '../../tfjs.js';
import type { OpAttributes, TensorFlowBackend } from '../binding.js';
import { registerNativeKernel } from './native-kernel.js';

/** The smallest that cuDNN accepts. */
const LEAST_EPSILON = 1e-5;

/** Batch normalisation of images: inference, training and the gradient of training. */
export function registerNativeBatchNorm(backend: TensorFlowBackend): void {
  const onCard = backend.binding.isUsingGpuDevice();
  registerNativeKernel<BatchNormAttributes>(
    backend,
    kernelNames.batchNormInference,
    (run, inputs, { epsilon }) => {
      const { x, mean, variance, weight, bias } = inputs as BatchNormInputs;
      if (!isNative(x, epsilon)) return null;
      return run({
        name: 'FusedBatchNormV2',
        inputs: [x, weight, bias, mean, variance],
        attributes: attributesOf(epsilon, false),
        outputs: 5,
      })[0];
    },
  );
  registerNativeKernel<BatchNormAttributes>(
    backend,
    kernelNames.batchNormTraining,
    (run, inputs, { epsilon }) => {
      const { x, weight, bias } = inputs as BatchNormInputs;
      if (!isNative(x, epsilon)) return null;
      const none = tf.tensor1d([], 'float32');
      const [y, mean, unbiased] = run({
        name: 'FusedBatchNormV2',
        inputs: [x, weight, bias, none, none],
        attributes: attributesOf(epsilon, true),
        outputs: 5,
      }) as [Tensor, Tensor, Tensor];
      const count = x.size / mean.size;
      return [y, mean, tf.mul(unbiased, (count - 1) / count)];
    },
  );
  registerNativeKernel<BatchNormAttributes>(
    backend,
    kernelNames.batchNormTrainingGradient,
    (run, inputs, { epsilon }) => {
      const { x, dy, weight, mean, variance } = inputs as BatchNormGradientInputs;
      if (!isNative(x, epsilon)) return null;
      // What the forward op hands its gradient: cuDNN the inverse deviation, the processor the variance.
      const spread = onCard ? tf.rsqrt(tf.add(variance, epsilon)) : variance;
      return run({
        name: 'FusedBatchNormGradV2',
        inputs: [dy, x, weight, mean, spread],
        attributes: attributesOf(epsilon, true),
        outputs: 5,
      }).slice(0, 3);
    },
  );

  function isNative(x: Tensor, epsilon: number): boolean {
    return x.rank === 4 && (!onCard || epsilon >= LEAST_EPSILON);
  }

  function attributesOf(epsilon: number, training: boolean): OpAttributes {
    return { U: backend.binding.TF_FLOAT, epsilon, data_format: 'NCHW', is_training: training };
  }
}
