import type { Tensor } from '../tensor.js';

/** What we use of tfjs-node's native addon: its constants, and whether it found a card. */
interface Binding {
  readonly TF_Version: string;
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_UINT8: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  isUsingGpuDevice(): boolean;
}

/** tfjs-node's backend, which runs any op of TensorFlow by its name. */
export interface TensorFlowBackend {
  readonly binding: Binding;
  executeMultipleOutputs(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly Tensor[],
    outputs: number,
  ): Tensor[];
}

interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** An op's attributes: whole numbers and lists of them, unless `floats` names them; `T`, the element type, is float32. */
export type OpAttributes = Readonly<Record<string, number | string | boolean | readonly number[]>>;

/** One call of a TensorFlow op on float32 tensors. */
export interface Op {
  readonly name: string;
  readonly inputs: readonly Tensor[];
  readonly attributes: OpAttributes;
  /** Default 1. */
  readonly outputs?: number;
}

/** Attributes that are no whole numbers, and those that are element types. */
const floats: ReadonlySet<string> = new Set(['epsilon']);
const types: ReadonlySet<string> = new Set(['T', 'U']);

/** Runs an op at once; a failure is TensorFlow's own message. */
export function runOp(
  backend: TensorFlowBackend,
  { name, inputs, attributes, outputs = 1 }: Op,
): [Tensor, ...Tensor[]] {
  const { binding } = backend;
  const typed = { T: binding.TF_FLOAT, ...attributes };
  const list = Object.entries(typed).map(([key, value]) => ({ name: key, type: typeOf(key, value), value }));
  return backend.executeMultipleOutputs(name, list, inputs, outputs) as [Tensor, ...Tensor[]];

  function typeOf(key: string, value: unknown): number {
    if (types.has(key)) return binding.TF_ATTR_TYPE;
    if (floats.has(key)) return binding.TF_ATTR_FLOAT;
    if (typeof value === 'string') return binding.TF_ATTR_STRING;
    return typeof value === 'boolean' ? binding.TF_ATTR_BOOL : binding.TF_ATTR_INT;
  }
}
