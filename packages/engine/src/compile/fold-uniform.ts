import { numbersOf } from './attributes.js';
import { sizeOf, type Node } from './graph.js';
import type { Rule } from './rewrite.js';

/** Kernels that only move elements: of a uniform tensor they make a uniform one. */
const movers = new Set([
  'BroadcastTo',
  'Concat',
  'ExpandDims',
  'Max',
  'Maximum',
  'Mean',
  'Min',
  'Minimum',
  'Pack',
  'Reshape',
  'Reverse',
  'Select',
  'Slice',
  'StridedSlice',
  'Tile',
  'Transpose',
]);

const unary: Readonly<Record<string, (x: number) => number>> = {
  Abs: Math.abs,
  Neg: (x) => -x,
  Reciprocal: (x) => 1 / x,
  Sqrt: Math.sqrt,
  Square: (x) => x * x,
};

const binary: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Maximum: Math.max,
  Minimum: Math.min,
  Multiply: (a, b) => a * b,
  RealDiv: (a, b) => a / b,
  Sub: (a, b) => a - b,
};

/**
 * Computes kernels whose inputs are all uniform on one number, so that the tensors of ones and zeros that
 * differentiation makes cost nothing. Rounds to float32 as the kernels would.
 */
export const foldUniform: Rule = (node, rewriter) => {
  const [output] = node.outputs;
  if (output === undefined || node.inputs.length === 0) return undefined;
  const values = node.inputs.map((value) => rewriter.uniform(value));
  if (!values.every((value) => value !== undefined)) return undefined;
  const folded = compute(node, values);
  if (folded === undefined) return undefined;
  const exact = output.dtype === 'float32' ? Math.fround(folded) : folded;
  // An integer result that is none would be rounded differently by each backend.
  if (output.dtype !== 'float32' && !Number.isInteger(exact)) return undefined;
  return rewriter.constant(output, exact);
};

function compute(node: Node, values: readonly number[]): number | undefined {
  const [a, b] = values;
  if (a === undefined) return undefined;
  if (node.kernel === 'Cast')
    return node.outputs[0]?.dtype === 'bool' ? Number(a !== 0) : Math.trunc(a) === a ? a : undefined;
  if (node.kernel === 'Sum') {
    const shape = node.inputs[0]?.shape ?? [];
    return a * sizeOf(numbersOf(node, 'axes').map((axis) => shape[axis] ?? 1));
  }
  const one = unary[node.kernel];
  if (one !== undefined) return one(a);
  const two = binary[node.kernel];
  if (two !== undefined && b !== undefined) return two(a, b);
  return movers.has(node.kernel) && values.every((value) => value === a) ? a : undefined;
}
