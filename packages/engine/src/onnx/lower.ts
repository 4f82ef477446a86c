import { InternalError } from '@frostline/base';
import type { Graph, Value } from '../compile/graph.js';
import { OnnxBuilder } from './builder.js';
import type { Lowerings } from './lowering.js';
import { averagePoolLowerings } from './lower/average-pool.js';
import { convolutionLowerings } from './lower/convolution.js';
import { elementwiseLowerings } from './lower/elementwise.js';
import { maxPoolLowerings } from './lower/max-pool.js';
import { normalizationLowerings } from './lower/normalization.js';
import { productLowerings } from './lower/products.js';
import { reductionLowerings } from './lower/reductions.js';
import { shapeLowerings } from './lower/shapes.js';
import { sliceLowerings } from './lower/slices.js';
import { softmaxLowerings } from './lower/softmax.js';
import type { OnnxModel, OnnxNode, OnnxPort } from './model.js';

/** How each kernel of the graph becomes ONNX nodes. */
const lowerings: Lowerings = {
  ...elementwiseLowerings,
  ...reductionLowerings,
  ...shapeLowerings,
  ...sliceLowerings,
  ...productLowerings,
  ...convolutionLowerings,
  ...maxPoolLowerings,
  ...averagePoolLowerings,
  ...normalizationLowerings,
  ...softmaxLowerings,
};

/**
 * Lowers a graph to ONNX; the ports keep their names.
 *
 * @param block channels of a block in the runtime's own convolutions; null for standard operators only
 */
export function lowerGraph(graph: Graph, name: string, block: number | null): OnnxModel {
  const builder = new OnnxBuilder(graph.constants, block);
  for (const { name: port, value } of graph.inputs) builder.bind(value, port);
  for (const node of graph.nodes) {
    const lower = lowerings[node.kernel];
    if (lower === undefined) throw new InternalError(`the kernel ${node.kernel} is traced but not lowered`);
    lower(node, builder);
  }
  return {
    name,
    inputs: graph.inputs.map(({ name: port, value }) => onnxPort(port, value)),
    outputs: graph.outputs.map(({ name: port, value }) => onnxPort(port, value)),
    nodes: withOutputs(graph, builder),
    initializers: builder.initializers,
  };
}

function onnxPort(name: string, { shape, dtype }: Value): OnnxPort {
  return { name, shape, type: dtype };
}

/** Renames tensors to the outputs that they are; an input, a constant or a second output of one tensor is copied. */
function withOutputs(graph: Graph, builder: OnnxBuilder): OnnxNode[] {
  const renamed = new Map<string, string>();
  const copies: OnnxNode[] = [];
  const produced = new Set(builder.nodes.flatMap(({ outputs }) => outputs));
  for (const { name, value } of graph.outputs) {
    const tensor = builder.tensor(value);
    if (produced.has(tensor) && !renamed.has(tensor)) renamed.set(tensor, name);
    else copies.push({ opType: 'Identity', inputs: [tensor], outputs: [name], attributes: {} });
  }
  const rename = (tensor: string): string => renamed.get(tensor) ?? tensor;
  return [...builder.nodes, ...copies].map((node) => ({
    ...node,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
  }));
}
