import { InternalError } from '@frostline/base';
import type { AttributeValue, Node } from './graph.js';

/** A numeric attribute. @throws InternalError when the tracer recorded another type */
export function numberOf(node: Node, name: string): number {
  const value = node.attributes[name];
  return typeof value === 'number' ? value : wrong(node, name, 'a number', value);
}

/** A boolean attribute. */
export function booleanOf(node: Node, name: string): boolean {
  const value = node.attributes[name];
  return typeof value === 'boolean' ? value : wrong(node, name, 'a boolean', value);
}

/** An attribute that is a list of numbers. */
export function numbersOf(node: Node, name: string): readonly number[] {
  const value = node.attributes[name];
  if (Array.isArray(value) && value.every((item) => typeof item === 'number')) return value;
  return wrong(node, name, 'a list of numbers', value);
}

/** An attribute that is [vertical, horizontal]. */
export function pairOf(node: Node, name: string): readonly [number, number] {
  const [vertical, horizontal] = numbersOf(node, name);
  if (vertical === undefined || horizontal === undefined)
    return wrong(node, name, 'a pair', node.attributes[name]);
  return [vertical, horizontal];
}

/** An attribute that lists [before, after] for each axis. */
export function pairsOf(node: Node, name: string): readonly (readonly [number, number])[] {
  const value = node.attributes[name];
  if (Array.isArray(value) && value.every((item) => Array.isArray(item) && item.length === 2))
    return value as readonly (readonly [number, number])[];
  return wrong(node, name, 'a list of pairs', value);
}

function wrong(node: Node, name: string, expected: string, found: AttributeValue | undefined): never {
  throw new InternalError(`attribute "${name}" of ${node.kernel} is not ${expected}`, { found });
}
