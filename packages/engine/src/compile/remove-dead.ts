import type { Graph, Value } from './graph.js';

/** Drops nodes, constants and inputs that no output depends on. */
export function removeDead(graph: Graph): Graph {
  const live = new Set<Value>(graph.outputs.map(({ value }) => value));
  const nodes = graph.nodes
    .toReversed()
    .filter(({ inputs, outputs }) => {
      if (!outputs.some((value) => live.has(value))) return false;
      for (const value of inputs) live.add(value);
      return true;
    })
    .reverse();
  return {
    inputs: graph.inputs.filter(({ value }) => live.has(value)),
    constants: new Map([...graph.constants].filter(([value]) => live.has(value))),
    nodes,
    outputs: graph.outputs,
  };
}
