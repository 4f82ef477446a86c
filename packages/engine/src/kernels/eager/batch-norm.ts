import { tf } from '../../tfjs.js';
import { kernelNames, type BatchNormAttributes } from '../attributes.js';
import type { BatchNormGradientInputs, BatchNormInputs } from '../batch-norm-inputs.js';
import { alongChannels, reduceToChannels } from '../channels.js';
import { registerEagerKernel } from './register.js';

/** Batch normalisation: inference, training and the gradient of training. */
export function registerBatchNorm(): void {
  registerEagerKernel<BatchNormAttributes>(kernelNames.batchNormInference, (inputs, { epsilon }) => {
    const { x, mean, variance, weight, bias } = inputs as BatchNormInputs;
    const scale = tf.mul(weight, tf.rsqrt(tf.add(variance, epsilon)));
    const centred = tf.sub(x, alongChannels(mean, x));
    return tf.add(tf.mul(centred, alongChannels(scale, x)), alongChannels(bias, x));
  });
  registerEagerKernel<BatchNormAttributes>(kernelNames.batchNormTraining, (inputs, { epsilon }) => {
    const { x, weight, bias } = inputs as BatchNormInputs;
    const mean = reduceToChannels(tf.mean, x);
    const centred = tf.sub(x, alongChannels(mean, x));
    // A centred second pass: E[x²] − E[x]² loses all digits where |mean| ≫ deviation.
    const variance = reduceToChannels(tf.mean, tf.square(centred));
    const scale = tf.mul(weight, tf.rsqrt(tf.add(variance, epsilon)));
    return [tf.add(tf.mul(centred, alongChannels(scale, x)), alongChannels(bias, x)), mean, variance];
  });
  registerEagerKernel<BatchNormAttributes>(kernelNames.batchNormTrainingGradient, (inputs, { epsilon }) => {
    const { x, dy, weight, mean, variance } = inputs as BatchNormGradientInputs;
    const count = x.size / mean.size;
    const deviation = tf.rsqrt(tf.add(variance, epsilon));
    const centred = tf.sub(x, alongChannels(mean, x));
    const sum = reduceToChannels(tf.sum, dy);
    const dot = reduceToChannels(tf.sum, tf.mul(dy, centred));
    const slope = tf.div(tf.mul(tf.square(deviation), dot), count);
    const inner = tf.sub(
      tf.sub(dy, alongChannels(tf.div(sum, count), x)),
      tf.mul(centred, alongChannels(slope, x)),
    );
    return [tf.mul(inner, alongChannels(tf.mul(weight, deviation), x)), tf.mul(dot, deviation), sum];
  });
}
