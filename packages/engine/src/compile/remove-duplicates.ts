import type { Graph, Node, Value } from './graph.js';

/** Common subexpressions are computed once: equal kernels on equal inputs, and equal uniform constants. */
export function removeDuplicates(graph: Graph): Graph {
  const replaced = new Map<Value, Value>();
  const uniforms = new Map<string, Value>();
  for (const [value, content] of graph.constants) {
    if (content.kind !== 'uniform') continue;
    // Zero and minus zero are two constants: 1/0 and 1/−0 differ.
    const number = Object.is(content.value, -0) ? '-0' : String(content.value);
    const key = `${value.dtype} ${value.shape.join()} ${number}`;
    const first = uniforms.get(key);
    if (first === undefined) uniforms.set(key, value);
    else replaced.set(value, first);
  }
  const current = (value: Value): Value => replaced.get(value) ?? value;
  const seen = new Map<string, Node>();
  const nodes: Node[] = [];
  for (const old of graph.nodes) {
    const node = { ...old, inputs: old.inputs.map(current) };
    const key = keyOf(node);
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, node);
      nodes.push(node);
      continue;
    }
    for (const [index, value] of node.outputs.entries()) {
      const same = first.outputs[index];
      if (same !== undefined) replaced.set(value, same);
    }
  }
  return {
    ...graph,
    nodes,
    outputs: graph.outputs.map(({ name, value }) => ({ name, value: current(value) })),
  };
}

function keyOf({ kernel, inputs, attributes, outputs }: Node): string {
  const sorted = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  const types = outputs.map(({ dtype }) => dtype);
  return JSON.stringify([kernel, inputs.map(({ id }) => id), sorted, types]);
}
