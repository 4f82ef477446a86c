import { pairOf } from '../../compile/attributes.js';
import { sizeOf, type Node, type Value } from '../../compile/graph.js';
import { kernelNames } from '../../kernels/attributes.js';
import type { OnnxBuilder } from '../builder.js';
import { input, output, single, type Lowerings } from '../lowering.js';
import { trailing } from './pool-geometry.js';

export const maxPoolLowerings: Lowerings = {
  [kernelNames.maxPool2d]: single((node, builder) => pooled(node, output(node), builder).value),
  // ONNX Runtime's indices count through the whole flattened input, so one scatter undoes the pooling.
  [kernelNames.maxPool2dGradient]: single((node, builder) => {
    const x = input(node, 0);
    const dy = input(node, 1);
    const { indices } = pooled(node, dy, builder);
    const flat = (tensor: string): string => builder.emit('Reshape', [tensor, builder.int64s([-1])]);
    const zeros = builder.emit('Expand', [builder.scalar(0), builder.int64s([sizeOf(x.shape)])]);
    const scattered = builder.emit('ScatterElements', [zeros, flat(indices), flat(builder.tensor(dy))], {
      axis: 0,
      reduction: 'add',
    });
    return builder.emit('Reshape', [scattered, builder.int64s(x.shape)]);
  }),
};

function pooled(node: Node, y: Value, builder: OnnxBuilder): { value: string; indices: string } {
  const x = input(node, 0);
  const padding = pairOf(node, 'padding');
  const kernel = pairOf(node, 'kernel');
  const stride = pairOf(node, 'stride');
  const dilation = pairOf(node, 'dilation');
  const beyond = trailing({ kernel, stride, padding, dilation }, x, y);
  const [value = '', indices = ''] = builder.emitMany(
    'MaxPool',
    [builder.tensor(x)],
    {
      kernel_shape: kernel,
      strides: stride,
      dilations: dilation,
      // Windows that reach beyond the padding (ceil mode) see more of it: padding never wins.
      pads: [...padding, padding[0] + beyond[0], padding[1] + beyond[1]],
    },
    2,
  );
  return { value, indices };
}
