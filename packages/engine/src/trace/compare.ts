import type { Content, Graph, Node, Value } from '../compile/graph.js';

/** The first difference between two graphs, in words; undefined when they are the same. */
export function compareGraphs(a: Graph, b: Graph): string | undefined {
  const names = new Map<Value, Value>();
  for (const [index, input] of a.inputs.entries()) {
    const other = b.inputs[index];
    if (other?.name !== input.name) return `input ${input.name} against ${other?.name ?? 'none'}`;
    names.set(input.value, other.value);
  }
  if (a.inputs.length !== b.inputs.length)
    return `input none against ${b.inputs[a.inputs.length]?.name ?? ''}`;
  const same = (left: Value | undefined, right: Value | undefined): boolean => {
    if (left === undefined || right === undefined) return left === right;
    const leftContent = a.constants.get(left);
    const rightContent = b.constants.get(right);
    if (leftContent !== undefined && rightContent !== undefined)
      return left.shape.join() === right.shape.join() && sameContent(leftContent, rightContent);
    return names.get(left) === right;
  };
  for (let index = 0; index < Math.max(a.nodes.length, b.nodes.length); index++) {
    const left = a.nodes[index];
    const right = b.nodes[index];
    if (left === undefined || right === undefined || describe(left) !== describe(right))
      return `node ${String(index)}: ${describe(left)} against ${describe(right)}`;
    const input = left.inputs.findIndex((value, position) => !same(value, right.inputs[position]));
    if (input !== -1) return `node ${String(index)}: input ${String(input)} of ${describe(left)} differs`;
    for (const [position, value] of left.outputs.entries()) {
      const other = right.outputs[position];
      if (other !== undefined) names.set(value, other);
    }
  }
  const output = a.outputs.findIndex(
    ({ name, value }, index) => b.outputs[index]?.name !== name || !same(value, b.outputs[index]?.value),
  );
  if (output !== -1 || a.outputs.length !== b.outputs.length)
    return `output ${a.outputs[output]?.name ?? 'list'}`;
  return undefined;
}

function sameContent(a: Content, b: Content): boolean {
  if (a.kind === 'uniform' || b.kind === 'uniform')
    return a.kind === 'uniform' && b.kind === 'uniform' && Object.is(a.value, b.value);
  return a.data.length === b.data.length && a.data.every((value, index) => Object.is(value, b.data[index]));
}

function describe(node: Node | undefined): string {
  if (node === undefined) return 'nothing';
  const shapes = node.outputs.map(({ shape, dtype }) => `${dtype}[${shape.join()}]`).join(' ');
  return `${node.kernel} ${JSON.stringify(node.attributes)} → ${shapes}`;
}
