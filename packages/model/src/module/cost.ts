import type { Shape } from './shape.js';

/** What a module does to a shape, and what that costs. */
export interface Cost {
  /** Of the output, batch axis included. */
  readonly shape: Shape;
  /** Multiply-accumulates of convolutions, linear layers and attention's products; nothing else is counted. */
  readonly macs: number;
}

/** Anything whose cost can be asked. */
export interface Costed {
  cost(input: Shape): Cost;
}

/** The cost of modules that run one after the other. */
export function chainCost(parts: Iterable<Costed>, input: Shape): Cost {
  let shape = input;
  let macs = 0;
  for (const part of parts) {
    const cost = part.cost(shape);
    shape = cost.shape;
    macs += cost.macs;
  }
  return { shape, macs };
}
