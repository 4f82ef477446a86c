import type { AveragePoolAttributes, Pair, PoolAttributes } from '../../kernels/attributes.js';
import { kernelNames } from '../../kernels/attributes.js';
import { poolOutputSize } from '../../kernels/output-size.js';
import type { Tensor } from '../../tensor.js';
import { tf } from '../../tfjs.js';
import type { OpAttributes, TensorFlowBackend } from '../binding.js';
import { registerNativeKernel, type RunOp } from './native-kernel.js';

type Shape4 = [number, number, number, number];

/** Maximum and average pooling with their gradients. */
export function registerNativePooling(backend: TensorFlowBackend): void {
  registerNativeKernel<PoolAttributes>(backend, kernelNames.maxPool2d, (run, inputs, attributes) => {
    const x = inputs['x'] as Tensor;
    const windows = maxWindows(x.shape as Shape4, attributes);
    return windows && channelsFirst(maxPool(run, channelsLast(x), windows));
  });
  registerNativeKernel<PoolAttributes>(backend, kernelNames.maxPool2dGradient, (run, inputs, attributes) => {
    const { x, dy } = inputs as { x: Tensor; dy: Tensor };
    const windows = maxWindows(x.shape as Shape4, attributes);
    if (windows === null) return null;
    const image = channelsLast(x);
    const [dx] = run({
      name: 'MaxPoolGrad',
      inputs: [image, maxPool(run, image, windows), channelsLast(dy)],
      attributes: windows,
    });
    return channelsFirst(dx);
  });
  registerNativeKernel<AveragePoolAttributes>(
    backend,
    kernelNames.averagePool2d,
    (run, inputs, attributes) => {
      if (!isPlain(attributes)) return null;
      const [y] = run({
        name: 'AvgPool',
        inputs: [inputs['x'] as Tensor],
        attributes: averageWindows(attributes),
      });
      return y;
    },
  );
  registerNativeKernel<AveragePoolAttributes & { inputShape: Shape4 }>(
    backend,
    kernelNames.averagePool2dGradient,
    (run, inputs, attributes) => {
      if (!isPlain(attributes)) return null;
      const [dx] = run({
        name: 'AvgPoolGrad',
        inputs: [tf.tensor1d(attributes.inputShape, 'int32'), inputs['dy'] as Tensor],
        attributes: averageWindows(attributes),
      });
      return dx;
    },
  );
}

/** TensorFlow's maximum pooling has no NCHW form on a processor. */
const channelsLast = (x: Tensor): Tensor => tf.transpose(x, [0, 2, 3, 1]);
const channelsFirst = (x: Tensor): Tensor => tf.transpose(x, [0, 3, 1, 2]);

function maxPool(run: RunOp, image: Tensor, windows: OpAttributes): Tensor {
  return run({ name: 'MaxPool', inputs: [image], attributes: windows })[0];
}

/** Null where TensorFlow has no such windows: with dilation, or reaching as far beyond an edge as they are long. */
function maxWindows([, , height, width]: Shape4, attributes: PoolAttributes): OpAttributes | null {
  const { kernel, stride, padding, dilation } = attributes;
  const input: Pair = [height, width];
  const output = poolOutputSize(input, attributes);
  const after = ([0, 1] as const).map((axis) =>
    Math.max(padding[axis], (output[axis] - 1) * stride[axis] + kernel[axis] - input[axis] - padding[axis]),
  ) as [number, number];
  if (dilation.some((step) => step > 1) || after.some((zeros, axis) => zeros >= (kernel[axis] ?? 0)))
    return null;
  const windows = { ksize: [1, ...kernel, 1], strides: [1, ...stride, 1], data_format: 'NHWC' };
  if ([...padding, ...after].every((zeros) => zeros === 0)) return { ...windows, padding: 'VALID' };
  const explicit = [0, 0, padding[0], after[0], padding[1], after[1], 0, 0];
  return { ...windows, padding: 'EXPLICIT', explicit_paddings: explicit };
}

function isPlain({ padding, ceilMode, divisorOverride }: AveragePoolAttributes): boolean {
  return padding[0] === 0 && padding[1] === 0 && !ceilMode && divisorOverride === 0;
}

function averageWindows({ kernel, stride }: AveragePoolAttributes): OpAttributes {
  return { ksize: [1, 1, ...kernel], strides: [1, 1, ...stride], padding: 'VALID', data_format: 'NCHW' };
}
