import { InternalError } from '@frostline/base';
import { sizeOf, type ConstantData, type Content, type Value, type ValueType } from '../compile/graph.js';
import type { OnnxAttribute, OnnxInitializer, OnnxNode, OnnxType } from './model.js';

export type OnnxAttributes = Readonly<Record<string, OnnxAttribute>>;

/** Uniform constants up to this many elements are written out; larger ones are expanded when the session starts. */
const SMALL = 1024;

/**
 * Collects the ONNX nodes that a graph is lowered to. Tensors are named by strings; equal calls give the same
 * tensor, so that forward and gradient share what they have in common (centred activations, pooling indices).
 */
export class OnnxBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxInitializer[] = [];
  private readonly names = new Map<Value, string>();
  private readonly emitted = new Map<string, readonly string[]>();
  private readonly literals = new Map<string, string>();

  /** @param block see `lowerGraph` */
  constructor(
    private readonly constants: ReadonlyMap<Value, Content>,
    readonly block: number | null,
  ) {}

  /** Appends a node with one output and gives its name. */
  emit(opType: string, inputs: readonly string[], attributes: OnnxAttributes = {}, domain = ''): string {
    const [output] = this.emitMany(opType, inputs, attributes, 1, domain);
    if (output === undefined) throw new InternalError(`${opType} has no output`);
    return output;
  }

  /** Appends a node with `count` outputs and gives their names. */
  emitMany(
    opType: string,
    inputs: readonly string[],
    attributes: OnnxAttributes,
    count: number,
    domain = '',
  ): readonly string[] {
    const key = JSON.stringify([opType, inputs, attributes, count, domain]);
    const known = this.emitted.get(key);
    if (known !== undefined) return known;
    const index = String(this.nodes.length);
    const outputs = Array.from({ length: count }, (_, output) => `n${index}.${String(output)}`);
    this.nodes.push({ opType, inputs, outputs, attributes, ...(domain !== '' && { domain }) });
    this.emitted.set(key, outputs);
    return outputs;
  }

  /** Says under which name a value of the graph is found. */
  bind(value: Value | undefined, name: string | undefined): void {
    if (value === undefined || name === undefined) throw new InternalError('a kernel lacks an output');
    this.names.set(value, name);
  }

  /** The name of a value's tensor, in its full shape. */
  tensor(value: Value): string {
    const known = this.names.get(value);
    if (known !== undefined) return known;
    const content = this.constants.get(value);
    if (content === undefined) throw new InternalError(`value ${String(value.id)} is used before it is made`);
    const name =
      content.kind === 'data' ? this.array(value, content.data) : this.filled(value, content.value);
    this.names.set(value, name);
    return name;
  }

  /** The number that a value holds everywhere, if it is such a constant. */
  uniform(value: Value): number | undefined {
    const content = this.constants.get(value);
    return content?.kind === 'uniform' ? content.value : undefined;
  }

  /** Whether a value is the same at every call. */
  isConstant(value: Value): boolean {
    return this.constants.has(value);
  }

  /** A tensor's elements in another shape. */
  reshape(tensor: string, shape: readonly number[]): string {
    return this.emit('Reshape', [tensor, this.int64s(shape)]);
  }

  /** A rank-0 constant. */
  scalar(value: number, dtype: ValueType = 'float32'): string {
    return this.literal(dtype, [], typed(dtype, [value]));
  }

  /** A float32 constant. */
  floats(shape: readonly number[], values: readonly number[]): string {
    return this.literal('float32', shape, Float32Array.from(values));
  }

  /** An int32 constant of rank 1. */
  int32s(values: readonly number[]): string {
    return this.literal('int32', [values.length], Int32Array.from(values));
  }

  /** An int64 constant of rank 1: shapes, axes, paddings. */
  int64s(values: readonly number[]): string {
    return this.literal('int64', [values.length], BigInt64Array.from(values, BigInt));
  }

  private filled({ shape, dtype }: Value, value: number): string {
    const size = sizeOf(shape);
    if (size <= SMALL)
      return this.literal(
        dtype,
        shape,
        typed(
          dtype,
          Array.from({ length: size }, () => value),
        ),
      );
    return this.emit('Expand', [this.scalar(value, dtype), this.int64s(shape)]);
  }

  private array({ id, shape, dtype }: Value, data: ConstantData): string {
    const name = `c${String(id)}`;
    this.initializers.push({ name, type: dtype, shape, bytes: bytesOf(data) });
    return name;
  }

  private literal(type: OnnxType, shape: readonly number[], data: ConstantData | BigInt64Array): string {
    const key = `${type} ${shape.join()}: ${data.join()}`;
    const known = this.literals.get(key);
    if (known !== undefined) return known;
    const name = `k${String(this.literals.size)}`;
    this.initializers.push({ name, type, shape, bytes: bytesOf(data) });
    this.literals.set(key, name);
    return name;
  }
}

function typed(dtype: ValueType, values: readonly number[]): ConstantData {
  if (dtype === 'float32') return Float32Array.from(values);
  return dtype === 'int32' ? Int32Array.from(values) : Uint8Array.from(values);
}

function bytesOf(data: ConstantData | BigInt64Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
