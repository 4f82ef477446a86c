import { InputError } from '@frostline/base';
import type { Attributes, ConstantData, ValueSpec } from '../compile/graph.js';

/** What a traced kernel leaves behind. */
export type Traced =
  /** A node with these outputs and normalised attributes. */
  | { readonly kind: 'node'; readonly outputs: readonly ValueSpec[]; readonly attributes?: Attributes }
  /** The input itself: nothing to record. */
  | { readonly kind: 'alias' }
  /** A constant that is the same number everywhere. */
  | { readonly kind: 'uniform'; readonly output: ValueSpec; readonly value: number }
  /** A declared constant array. */
  | { readonly kind: 'constant'; readonly output: ValueSpec; readonly data: ConstantData };

/** Attributes as tfjs passes them. */
export type RawAttributes = Readonly<Record<string, unknown>>;

/** How one kernel is traced: what it takes, and shapes and types of what it gives. */
export interface TracedKernel {
  readonly name: string;
  /** Input names in order; `list` for kernels that take `0, 1, 2, …`. */
  readonly inputs: readonly string[] | 'list';
  trace(inputs: readonly ValueSpec[], attributes: RawAttributes): Traced;
}

/** A node with one output. */
export function node(output: ValueSpec, attributes: Attributes = {}): Traced {
  return { kind: 'node', outputs: [output], attributes };
}

/** The input at `index`. @throws InputError `trace-input` when it is missing */
export function at(inputs: readonly ValueSpec[], index: number): ValueSpec {
  const input = inputs[index];
  if (input === undefined) throw new InputError('trace-input', `input ${String(index)} is missing`);
  return input;
}

/** A whole-number attribute. */
export function integer(attributes: RawAttributes, name: string): number {
  const value = attributes[name];
  if (typeof value !== 'number')
    throw new InputError('trace-attribute', `attribute "${name}" must be a number`, { found: value });
  return value;
}

/** A list attribute; a single number is a list of one. */
export function integers(attributes: RawAttributes, name: string): readonly number[] {
  const value = attributes[name];
  if (typeof value === 'number') return [value];
  if (Array.isArray(value) && value.every((item) => typeof item === 'number')) return value;
  throw new InputError('trace-attribute', `attribute "${name}" must be a list of numbers`, { found: value });
}

/** [vertical, horizontal]. */
export function pair(attributes: RawAttributes, name: string): readonly [number, number] {
  const [vertical, horizontal] = integers(attributes, name);
  if (vertical === undefined || horizontal === undefined)
    throw new InputError('trace-attribute', `attribute "${name}" must be a pair`, {
      found: attributes[name],
    });
  return [vertical, horizontal];
}

/** An axis counted from zero. */
export function axisOf(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}
