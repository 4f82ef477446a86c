import type { Module } from './module.js';

/**
 * Draws every parameter anew, each keyed by (seed, its name), and puts buffers back to their start: equal seeds give
 * equal nets, and a head of another size does not change what the other parameters get.
 */
export function initialize(module: Module, seed: number): void {
  for (const [name, parameter] of module.namedParameters()) parameter.redraw(seed, name);
  for (const buffer of module.buffers()) buffer.reset();
}
