/**
 * The compiler's intermediate form: one step as a list of kernels in the order they ran, over values that are
 * written once. Kernels keep the names of tfjs and of `kernels/attributes.ts`; their attributes are normalised
 * by the tracer (axes counted from zero, shapes spelled out), so that a pass need not know tfjs's conventions.
 */

/** Element types inside a graph; `bool` is what comparisons give. */
export type ValueType = 'float32' | 'int32' | 'uint8' | 'bool';

/** Shape and element type. */
export interface ValueSpec {
  readonly shape: readonly number[];
  readonly dtype: ValueType;
}

/** A tensor of the graph. Identity is object identity; `id` serves names and messages. */
export interface Value extends ValueSpec {
  readonly id: number;
}

export type AttributeValue =
  number | boolean | string | readonly number[] | readonly (readonly [number, number])[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** One kernel call. */
export interface Node {
  readonly kernel: string;
  readonly inputs: readonly Value[];
  readonly attributes: Attributes;
  readonly outputs: readonly Value[];
}

/** Arrays in the layout of their element type; `bool` and `uint8` are bytes. */
export type ConstantData = Float32Array | Int32Array | Uint8Array;

/** What a constant holds: one number everywhere, or an array. */
export type Content =
  | { readonly kind: 'uniform'; readonly value: number }
  | { readonly kind: 'data'; readonly data: ConstantData };

/** A value that enters or leaves the graph under a name. */
export interface Port {
  readonly name: string;
  readonly value: Value;
}

export interface Graph {
  readonly inputs: readonly Port[];
  readonly constants: ReadonlyMap<Value, Content>;
  /** In execution order. */
  readonly nodes: readonly Node[];
  readonly outputs: readonly Port[];
}

/** Number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
