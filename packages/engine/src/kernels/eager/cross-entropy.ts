import { tf } from '../../tfjs.js';
import type { Tensor } from '../../tensor.js';
import { kernelNames } from '../attributes.js';
import { registerEagerKernel } from './register.js';

/** Softmax cross-entropy with soft targets, and its gradient with respect to the logits. */
export function registerCrossEntropy(): void {
  registerEagerKernel(kernelNames.softmaxCrossEntropy, ({ logits, targets }) =>
    tf.neg(tf.sum(tf.mul(targets as Tensor, tf.logSoftmax(logits as Tensor)), 1)),
  );
  registerEagerKernel(kernelNames.softmaxCrossEntropyGradient, ({ logits, targets, dloss }) => {
    const target = targets as Tensor;
    const expected = tf.mul(tf.softmax(logits as Tensor), tf.sum(target, 1, true));
    return tf.mul(tf.sub(expected, target), tf.expandDims(dloss as Tensor, 1));
  });
}
