import { InternalError } from '@frostline/base';
import type { Node, Value } from '../compile/graph.js';
import type { OnnxBuilder } from './builder.js';

/** Writes one kernel as ONNX nodes and binds its outputs. */
export type Lowering = (node: Node, builder: OnnxBuilder) => void;

/** Lowerings by kernel name. */
export type Lowerings = Readonly<Record<string, Lowering>>;

/** The input at `index`. */
export function input(node: Node, index: number): Value {
  return node.inputs[index] ?? absent(node, `input ${String(index)}`);
}

/** The output at `index`. */
export function output(node: Node, index = 0): Value {
  return node.outputs[index] ?? absent(node, `output ${String(index)}`);
}

/** A lowering whose kernel has one output, given its name. */
export function single(lower: (node: Node, builder: OnnxBuilder) => string): Lowering {
  return (node, builder) => {
    builder.bind(output(node), lower(node, builder));
  };
}

/** [batch, channels, height, width]. */
export function imageShape({ shape }: Value): readonly [number, number, number, number] {
  const [batch = 1, channels = 1, height = 1, width = 1] = shape;
  return [batch, channels, height, width];
}

function absent(node: Node, what: string): never {
  throw new InternalError(`${node.kernel} has no ${what}`);
}
