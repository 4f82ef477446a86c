import { pairOf } from '../../compile/attributes.js';
import type { Node, Value } from '../../compile/graph.js';
import type { Pair } from '../../kernels/attributes.js';
import { imageShape } from '../lowering.js';

/** How a convolution's window moves. */
export interface ConvolutionGeometry {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly dilation: Pair;
}

/** The geometry of a convolution or of one of its gradients. */
export function geometryOf(node: Node, filter: Value): ConvolutionGeometry {
  const [, , height, width] = imageShape(filter);
  return {
    kernel: [height, width],
    stride: pairOf(node, 'stride'),
    padding: pairOf(node, 'padding'),
    dilation: pairOf(node, 'dilation'),
  };
}
