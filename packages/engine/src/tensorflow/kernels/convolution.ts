import type { ConvolutionAttributes, Pair } from '../../kernels/attributes.js';
import { kernelNames } from '../../kernels/attributes.js';
import { convolutionOutputSize } from '../../kernels/output-size.js';
import type { Tensor } from '../../tensor.js';
import { tf } from '../../tfjs.js';
import type { OpAttributes, TensorFlowBackend } from '../binding.js';
import { registerNativeKernel, type RunOp } from './native-kernel.js';
import { paddingOf, withoutZeros, withZeros, type Padding } from './padding.js';

type Shape4 = [number, number, number, number];

/** A convolution as TensorFlow sees it. */
interface Geometry extends ConvolutionAttributes {
  readonly inputShape: Shape4;
  /** [O, I / groups, kh, kw] */
  readonly filterShape: Shape4;
}

/** Convolution and its two gradients, on NCHW images as they are; filters are turned, which costs little. */
export function registerNativeConvolution(backend: TensorFlowBackend): void {
  registerNativeKernel<ConvolutionAttributes>(backend, kernelNames.conv2d, (run, inputs, attributes) => {
    const { x, filter } = inputs as { x: Tensor; filter: Tensor };
    return forward(run, x, filter, geometryOf(x.shape, filter.shape, attributes));
  });
  registerNativeKernel<ConvolutionAttributes & { inputShape: Shape4 }>(
    backend,
    kernelNames.conv2dInputGradient,
    (run, inputs, attributes) => {
      const { dy, filter } = inputs as { dy: Tensor; filter: Tensor };
      return inputGradient(run, dy, filter, geometryOf(attributes.inputShape, filter.shape, attributes));
    },
  );
  registerNativeKernel<ConvolutionAttributes & { filterShape: Shape4 }>(
    backend,
    kernelNames.conv2dFilterGradient,
    (run, inputs, attributes) => {
      const { x, dy } = inputs as { x: Tensor; dy: Tensor };
      return filterGradient(run, x, dy, geometryOf(x.shape, attributes.filterShape, attributes));
    },
  );
}

function forward(run: RunOp, x: Tensor, filter: Tensor, geometry: Geometry): Tensor | null {
  const kind = kindOf(geometry);
  if (kind === null) return null;
  const { zeros, mode } = windowPadding(geometry);
  const padded = zeros.some((count) => count > 0);
  const explicit = [0, 0, 0, 0, zeros[0], zeros[0], zeros[1], zeros[1]];
  const [y] = run({
    name: kind === 'depthwise' ? 'DepthwiseConv2dNative' : 'Conv2D',
    inputs: [x, turned(filter, geometry, kind)],
    attributes: {
      ...attributesOf(geometry),
      ...(padded ? { padding: 'EXPLICIT', explicit_paddings: explicit } : { padding: mode }),
    },
  });
  return y;
}

function inputGradient(run: RunOp, dy: Tensor, filter: Tensor, geometry: Geometry): Tensor | null {
  const kind = kindOf(geometry);
  if (kind === null) return null;
  const { inputShape } = geometry;
  const { zeros, mode } = windowPadding(geometry);
  const [n, c, height, width] = inputShape;
  const shape = [n, c, height + 2 * zeros[0], width + 2 * zeros[1]];
  const [dx] = run({
    name: kind === 'depthwise' ? 'DepthwiseConv2dNativeBackpropInput' : 'Conv2DBackpropInput',
    inputs: [tf.tensor1d(shape, 'int32'), turned(filter, geometry, kind), dy],
    attributes: { ...attributesOf(geometry), padding: mode },
  });
  return withoutZeros(dx, zeros, inputShape);
}

function filterGradient(run: RunOp, x: Tensor, dy: Tensor, geometry: Geometry): Tensor | null {
  const kind = kindOf(geometry);
  if (kind === null) return null;
  const { groups, filterShape } = geometry;
  const [outputs, inputs, kh, kw] = filterShape;
  const { zeros, mode } = windowPadding(geometry);
  const depthwise = kind === 'depthwise';
  const shape = depthwise ? [kh, kw, groups, outputs / groups] : [kh, kw, inputs, outputs];
  const [dfilter] = run({
    name: depthwise ? 'DepthwiseConv2dNativeBackpropFilter' : 'Conv2DBackpropFilter',
    inputs: [withZeros(x, zeros), tf.tensor1d(shape, 'int32'), dy],
    attributes: { ...attributesOf(geometry), padding: mode },
  });
  if (!depthwise) return tf.transpose(dfilter, [3, 2, 0, 1]);
  return tf.reshape(tf.transpose(dfilter, [2, 3, 0, 1]), filterShape);
}

function geometryOf(
  inputShape: readonly number[],
  filterShape: readonly number[],
  attributes: ConvolutionAttributes,
): Geometry {
  return { ...attributes, inputShape: inputShape as Shape4, filterShape: filterShape as Shape4 };
}

/** Which ops run it; null where there are none. */
function kindOf({ groups, filterShape, stride, dilation }: Geometry): 'plain' | 'depthwise' | null {
  if (groups === 1 || filterShape[1] > 1) return 'plain';
  // TensorFlow's depthwise ops know one stride for both axes, and no dilation on every device.
  return stride[0] === stride[1] && dilation[0] === 1 && dilation[1] === 1 ? 'depthwise' : null;
}

/** OIHW as TensorFlow has it: HWIO, or [kh, kw, groups, outputs per group]. */
function turned(filter: Tensor, { groups, filterShape }: Geometry, kind: 'plain' | 'depthwise'): Tensor {
  if (kind === 'plain') return tf.transpose(filter, [2, 3, 1, 0]);
  const [outputs, , kh, kw] = filterShape;
  return tf.transpose(tf.reshape(filter, [groups, outputs / groups, kh, kw]), [2, 3, 0, 1]);
}

function windowPadding(geometry: Geometry): Padding {
  const [, , height, width] = geometry.inputShape;
  const [, , kh, kw] = geometry.filterShape;
  const [input, kernel]: [Pair, Pair] = [
    [height, width],
    [kh, kw],
  ];
  return paddingOf({ ...geometry, input, kernel, output: convolutionOutputSize(input, kernel, geometry) });
}

function attributesOf({ stride, dilation }: Geometry): OpAttributes {
  return { strides: [1, 1, ...stride], dilations: [1, 1, ...dilation], data_format: 'NCHW' };
}
