import type {
  Attributes,
  ConstantData,
  Content,
  Graph,
  Node,
  Port,
  Value,
  ValueSpec,
} from '../compile/graph.js';

/** A graph while it is being written down. */
export class Recording {
  private readonly inputs: Port[] = [];
  private readonly constants = new Map<Value, Content>();
  private readonly nodes: Node[] = [];
  private nextId = 0;

  /** Declares a value that each call feeds under `name`. */
  input(name: string, spec: ValueSpec): Value {
    const value = this.value(spec);
    this.inputs.push({ name, value });
    return value;
  }

  /** A constant; one that is the same number everywhere is kept as that number. */
  constant(spec: ValueSpec, data: ConstantData): Value {
    const value = uniformValue(data);
    return this.content(spec, value === undefined ? { kind: 'data', data } : { kind: 'uniform', value });
  }

  uniform(spec: ValueSpec, value: number): Value {
    return this.content(spec, { kind: 'uniform', value });
  }

  /** Appends one kernel call. */
  node(
    kernel: string,
    inputs: readonly Value[],
    outputs: readonly ValueSpec[],
    attributes: Attributes,
  ): readonly Value[] {
    const values = outputs.map((spec) => this.value(spec));
    this.nodes.push({ kernel, inputs, attributes, outputs: values });
    return values;
  }

  /** The graph so far, with these outputs. */
  graph(outputs: readonly Port[]): Graph {
    return { inputs: this.inputs, constants: this.constants, nodes: this.nodes, outputs };
  }

  private value({ shape, dtype }: ValueSpec): Value {
    return { id: this.nextId++, shape: [...shape], dtype };
  }

  private content(spec: ValueSpec, content: Content): Value {
    const value = this.value(spec);
    this.constants.set(value, content);
    return value;
  }
}

/** The one number that the whole array holds; undefined when there are several or none. */
export function uniformValue(data: ConstantData): number | undefined {
  const first = data[0];
  if (first === undefined || data.length === 1) return first;
  // NaN is equal to nothing, so an array of NaN is not uniform: it stays an array.
  return data.every((value) => value === first) ? first : undefined;
}
