import { numberOf, pairOf } from '../../compile/attributes.js';
import type { Node } from '../../compile/graph.js';
import { kernelNames } from '../../kernels/attributes.js';
import type { OnnxAttributes, OnnxBuilder } from '../builder.js';
import { imageShape, input, output, single, type Lowerings } from '../lowering.js';
import { filterGradient } from './filter-gradient.js';

export const convolutionLowerings: Lowerings = {
  [kernelNames.conv2d]: single((node, builder) =>
    builder.emit('Conv', names(node, builder), geometry(node, imageShape(input(node, 1)))),
  ),
  [kernelNames.conv2dInputGradient]: single((node, builder) => {
    const filterShape = imageShape(input(node, 1));
    const [, , height, width] = imageShape(output(node));
    const [, , outHeight, outWidth] = imageShape(input(node, 0));
    const stride = pairOf(node, 'stride');
    const padding = pairOf(node, 'padding');
    const dilation = pairOf(node, 'dilation');
    // Rows of the input that the last window did not reach: they get no gradient but must exist.
    const rest = (axis: 0 | 1, length: number, outLength: number, kernel: number): number =>
      length + 2 * padding[axis] - dilation[axis] * (kernel - 1) - 1 - (outLength - 1) * stride[axis];
    return builder.emit('ConvTranspose', names(node, builder), {
      ...geometry(node, filterShape),
      output_padding: [rest(0, height, outHeight, filterShape[2]), rest(1, width, outWidth, filterShape[3])],
    });
  }),
  [kernelNames.conv2dFilterGradient]: single(filterGradient),
};

function names(node: Node, builder: OnnxBuilder): string[] {
  return node.inputs.map((value) => builder.tensor(value));
}

function geometry(node: Node, [, , kernelHeight, kernelWidth]: readonly number[]): OnnxAttributes {
  const padding = pairOf(node, 'padding');
  return {
    strides: pairOf(node, 'stride'),
    pads: [...padding, ...padding],
    dilations: pairOf(node, 'dilation'),
    group: numberOf(node, 'groups'),
    kernel_shape: [kernelHeight ?? 1, kernelWidth ?? 1],
  };
}
