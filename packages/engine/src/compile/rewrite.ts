import { InternalError } from '@frostline/base';
import type { Attributes, Content, Graph, Node, Value, ValueSpec } from './graph.js';

/** What a rule may ask for and add. */
export interface Rewriter {
  /** The node that makes a value; undefined for inputs and constants. */
  producer(value: Value): Node | undefined;
  /** The number that a value holds everywhere, if it is such a constant. */
  uniform(value: Value): number | undefined;
  /** A new constant that is `value` everywhere. */
  constant(spec: ValueSpec, value: number): Value;
  /** Appends a node with one output. */
  emit(kernel: string, inputs: readonly Value[], attributes: Attributes, spec: ValueSpec): Value;
}

/** Finds a cheaper value for the single output of a node, or undefined to leave it. */
export type Rule = (node: Node, rewriter: Rewriter) => Value | undefined;

/** Goes through the nodes once, in order, and replaces each by what the first matching rule gives. */
export function rewrite(graph: Graph, rules: readonly Rule[]): Graph {
  const constants = new Map<Value, Content>(graph.constants);
  const producers = new Map<Value, Node>();
  const replaced = new Map<Value, Value>();
  const nodes: Node[] = [];
  let nextId = firstFreeId(graph);
  const fresh = ({ shape, dtype }: ValueSpec): Value => ({ id: nextId++, shape: [...shape], dtype });
  const append = (node: Node): void => {
    nodes.push(node);
    for (const value of node.outputs) producers.set(value, node);
  };
  const rewriter: Rewriter = {
    producer: (value) => producers.get(value),
    uniform: (value) => {
      const content = constants.get(value);
      return content?.kind === 'uniform' ? content.value : undefined;
    },
    constant: (spec, value) => {
      const made = fresh(spec);
      constants.set(made, { kind: 'uniform', value });
      return made;
    },
    emit: (kernel, inputs, attributes, spec) => {
      const made = fresh(spec);
      append({ kernel, inputs, attributes, outputs: [made] });
      return made;
    },
  };
  const current = (value: Value): Value => replaced.get(value) ?? value;
  for (const old of graph.nodes) {
    const node = { ...old, inputs: old.inputs.map(current) };
    const [output] = node.outputs;
    const better = node.outputs.length === 1 ? firstMatch(rules, node, rewriter) : undefined;
    if (better === undefined || output === undefined) append(node);
    else replaced.set(output, checked(node, output, better));
  }
  const outputs = graph.outputs.map(({ name, value }) => ({ name, value: current(value) }));
  return { inputs: graph.inputs, constants, nodes, outputs };
}

function firstMatch(rules: readonly Rule[], node: Node, rewriter: Rewriter): Value | undefined {
  for (const rule of rules) {
    const better = rule(node, rewriter);
    if (better !== undefined) return better;
  }
  return undefined;
}

function checked(node: Node, old: Value, better: Value): Value {
  if (better.dtype !== old.dtype || better.shape.join() !== old.shape.join())
    throw new InternalError(`a rule for ${node.kernel} changed its shape or type`, {
      found: `${better.dtype}[${better.shape.join()}] for ${old.dtype}[${old.shape.join()}]`,
    });
  return better;
}

function firstFreeId(graph: Graph): number {
  const values = [
    ...graph.inputs.map(({ value }) => value),
    ...graph.constants.keys(),
    ...graph.nodes.flatMap(({ outputs }) => outputs),
  ];
  return values.reduce((next, { id }) => Math.max(next, id + 1), 0);
}
