import { InternalError } from '@frostline/base';
// Registers the gradients and kernels that a trace runs.
import '../backend.js';
import { sizeOf, type Graph, type Node, type ValueSpec } from '../compile/graph.js';
import type { StepProgram } from '../engine.js';
import { kernelNames } from '../kernels/attributes.js';
import type { SpecRecord, TensorSpec } from '../tensor.js';
import { traceOnce } from './trace.js';

/** What a step gives and costs, found without a single value. */
export interface InferredShapes {
  /** Of its outputs. */
  readonly outputs: SpecRecord;
  /** Multiply-accumulates of its convolutions and matrix products, gradients included; a product with a constant is none. */
  readonly macs: number;
}

/**
 * Runs a step on a device whose tensors hold only their shapes: however large its state, neither memory nor time goes into
 * values.
 *
 * @throws InputError as compiling does: `trace-…` when the step is not a pure function of its inputs
 * @example
 * inferShapes(program).outputs['logits']; // { shape: [1, 1000], dtype: 'float32' }
 */
export function inferShapes(program: StepProgram): InferredShapes {
  const { graph } = traceOnce(program);
  return {
    outputs: Object.fromEntries(
      graph.outputs
        .filter(({ name }) => name.startsWith(outputPrefix))
        .map(({ name, value }) => [name.slice(outputPrefix.length), specOf(value)]),
    ),
    macs: graph.nodes.reduce((sum, node) => sum + macsOf(node, graph), 0),
  };
}

const outputPrefix = 'outputs/';

/** On the host a truth value is a byte. */
const specOf = ({ shape, dtype }: ValueSpec): TensorSpec => ({
  shape,
  dtype: dtype === 'bool' ? 'uint8' : dtype,
});

function macsOf({ kernel, inputs, outputs, attributes }: Node, { constants }: Graph): number {
  const shape = (values: readonly ValueSpec[], index: number): readonly number[] => {
    const value = values[index];
    if (value === undefined) throw new InternalError(`${kernel} lacks an input or output`);
    return value.shape;
  };
  switch (kernel) {
    // Each output of a convolution meets one filter; its gradients do the same products in another order.
    case kernelNames.conv2d:
      return sizeOf(shape(outputs, 0)) * sizeOf(shape(inputs, 1).slice(1));
    case kernelNames.conv2dInputGradient:
      return sizeOf(shape(inputs, 0)) * sizeOf(shape(inputs, 1).slice(1));
    case kernelNames.conv2dFilterGradient:
      return sizeOf(shape(inputs, 1)) * sizeOf(shape(outputs, 0).slice(1));
    case 'BatchMatMul': {
      if (inputs.some((value) => constants.has(value))) return 0;
      const inner = shape(inputs, 0).at(attributes['transposeA'] === true ? -2 : -1) ?? 1;
      return sizeOf(shape(outputs, 0)) * inner;
    }
    default:
      return 0;
  }
}
