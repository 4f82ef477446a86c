import { tf } from '../../tfjs.js';
import { runOp, type TensorFlowBackend } from '../binding.js';
import { registerNativeBatchNorm } from './batch-norm.js';
import { registerNativeConvolution } from './convolution.js';
import { registerNativePooling } from './pooling.js';

/**
 * Lets TensorFlow's own ops run our kernels on images as they lie, NCHW: on cards always, on processors through oneDNN.
 *
 * @returns false where TensorFlow has no such ops, and the compositions, whose convolutions turn to NHWC, stay
 */
export function registerNativeKernels(backend: TensorFlowBackend): boolean {
  if (!takesChannelsFirst(backend)) return false;
  registerNativeConvolution(backend);
  registerNativePooling(backend);
  registerNativeBatchNorm(backend);
  return true;
}

/** Whether a convolution and its gradients run on NCHW images: tried, because builds and processors differ. */
function takesChannelsFirst(backend: TensorFlowBackend): boolean {
  const attributes = { strides: [1, 1, 1, 1], padding: 'VALID', data_format: 'NCHW' };
  try {
    tf.tidy(() => {
      const [x, filter] = [tf.ones([2, 4, 5, 5]), tf.ones([3, 3, 4, 4])];
      const [xShape, filterShape] = [tf.tensor1d(x.shape, 'int32'), tf.tensor1d(filter.shape, 'int32')];
      const [dy] = runOp(backend, { name: 'Conv2D', inputs: [x, filter], attributes });
      runOp(backend, { name: 'Conv2DBackpropInput', inputs: [xShape, filter, dy], attributes });
      runOp(backend, { name: 'Conv2DBackpropFilter', inputs: [x, filterShape, dy], attributes });
    });
    return true;
  } catch {
    return false;
  }
}
