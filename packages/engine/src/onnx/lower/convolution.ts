import { numberOf, pairOf } from '../../compile/attributes.js';
import type { Node } from '../../compile/graph.js';
import { kernelNames } from '../../kernels/attributes.js';
import type { OnnxAttributes, OnnxBuilder } from '../builder.js';
import { imageShape, input, single, type Lowerings } from '../lowering.js';
import { filterGradient } from './filter-gradient.js';
import { inputGradient } from './input-gradient.js';

export const convolutionLowerings: Lowerings = {
  [kernelNames.conv2d]: single((node, builder) =>
    builder.emit('Conv', names(node, builder), geometry(node, imageShape(input(node, 1)))),
  ),
  [kernelNames.conv2dInputGradient]: single(inputGradient),
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
