import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import type { Sequential } from '../layers/sequential.js';
import { chainCost, type Cost, type Costed } from '../module/cost.js';
import type { Module } from '../module/module.js';
import { elementCount, type Shape } from '../module/shape.js';

/** One step of a backbone's forward; the unit in which it is frozen. */
export interface Stage extends Costed {
  readonly name: string;
  /** Paths of the modules whose parameters and buffers belong to this stage. */
  readonly paths: readonly string[];
  forward(x: Tensor): Tensor;
}

/** Part of a stage: a module under its path, some children of a Sequential, or a function without parameters. */
export interface StagePart extends Costed {
  readonly paths: readonly string[];
  forward(x: Tensor): Tensor;
}

export const moduleAt = (path: string, module: Module): StagePart => ({
  paths: [path],
  forward: (x) => module.call(x),
  cost: (input) => module.cost(input),
});

/** Children `from` to `to`, both inclusive, of the Sequential at `path`. */
export const childrenOf = (path: string, sequential: Sequential, from: number, to = from): StagePart => ({
  paths: sequential
    .ownModules()
    .slice(from, to + 1)
    .map(([name]) => `${path}.${name}`),
  forward: (x) => sequential.forwardRange(x, from, to + 1),
  cost: (input) => sequential.costOfRange(input, from, to + 1),
});

export const functionPart = (
  forward: (x: Tensor) => Tensor,
  shapeOf: (input: Shape) => Shape,
): StagePart => ({
  paths: [],
  forward,
  cost: (input): Cost => ({ shape: shapeOf(input), macs: 0 }),
});

const flattened = ([batch = 1, ...image]: Shape): [number, number] => [batch, elementCount(image)];

/** torch's `flatten(x, 1)`: [N, C, H, W] → [N, C·H·W]. */
export const flatten: StagePart = functionPart((x) => ops.reshape(x, flattened(x.shape)), flattened);

/** The mean of each channel: [N, C, H, W] → [N, C]. */
export const channelMeans: StagePart = functionPart(
  (x) => ops.mean(x, [2, 3]),
  ([batch = 1, channels = 1]) => [batch, channels],
);

/** A stage that runs its parts one after the other. */
export const stage = (name: string, ...parts: readonly StagePart[]): Stage => ({
  name,
  paths: parts.flatMap((part) => part.paths),
  forward: (x) => parts.reduce((value, part) => part.forward(value), x),
  cost: (input) => chainCost(parts, input),
});

/** Whether a state-dict key or module path lies in a stage. */
export const belongsTo = ({ paths }: Pick<Stage, 'paths'>, key: string): boolean =>
  paths.some((path) => key === path || key.startsWith(`${path}.`));
