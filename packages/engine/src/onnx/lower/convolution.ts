import { numberOf, pairOf } from '../../compile/attributes.js';
import type { Node } from '../../compile/graph.js';
import { kernelNames } from '../../kernels/attributes.js';
import type { OnnxAttributes, OnnxBuilder } from '../builder.js';
import { imageShape, input, output, single, type Lowerings } from '../lowering.js';
import { blockedConvolution, blockOf } from './blocked.js';
import { fewPixels, fewPixelsConvolution } from './few-pixels.js';
import { filterGradient } from './filter-gradient.js';
import { inputGradient } from './input-gradient.js';
import { smallConvolution, smallMaps } from './small-depthwise.js';

export const convolutionLowerings: Lowerings = {
  [kernelNames.conv2d]: single((node, builder) => {
    const [x = '', filter = ''] = names(node, builder);
    const places = [input(node, 0), input(node, 1), output(node)] as const;
    const block = blockOf(builder, node, ...places);
    if (block !== undefined) return blockedConvolution(node, builder, block);
    const few = builder.isConstant(places[1]) ? undefined : fewPixels(node, ...places);
    if (few) return fewPixelsConvolution(builder, x, filter, few);
    const small = smallMaps(node, ...places);
    if (small) return smallConvolution(builder, x, filter, small, output(node));
    return builder.emit('Conv', [x, filter], geometry(node, imageShape(input(node, 1))));
  }),
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
