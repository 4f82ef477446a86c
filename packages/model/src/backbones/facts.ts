import { InputError } from '@frostline/base';
import { Dropout } from '../layers/dropout.js';
import type { Module } from '../module/module.js';
import type { Shape } from '../module/shape.js';
import type { Backbone } from './backbone.js';
import { blocksOf } from './blocks.js';
import { isBias, normKeys } from './parameter-kinds.js';
import { belongsTo } from './stage.js';

export interface StageFacts {
  readonly name: string;
  /** State-dict keys of its parameters. */
  readonly parameterKeys: readonly string[];
  /** Those of its parameters that are scales and shifts of normalisation layers. */
  readonly normKeys: readonly string[];
  /** Those of its parameters that are biases. */
  readonly biasKeys: readonly string[];
  /** Keys of its parameters by block, in order. */
  readonly blocks: readonly (readonly string[])[];
  /** State-dict keys of its buffers. */
  readonly bufferKeys: readonly string[];
  /** Number of learned values. */
  readonly parameters: number;
  /** How many of them are scales and shifts of normalisation layers. */
  readonly norms: number;
  /** How many of them are biases. */
  readonly biases: number;
  /** Number of stored values that are not learned. */
  readonly buffers: number;
  /** Multiply-accumulates for one image. */
  readonly macs: number;
  /** Shape of what it gives for one image. */
  readonly outputShape: Shape;
}

/** What can be said of a backbone without computing with it. */
export interface BackboneFacts {
  readonly name: string;
  /** In order, the head last. */
  readonly stages: readonly StageFacts[];
  readonly parameters: number;
  /** Multiply-accumulates for one image of the size that was asked for. */
  readonly macs: number;
  /** The only edge of an image that it takes, pixels; null when it takes any from `smallestImage` on. */
  readonly imageSize: number | null;
  /** Smallest edge of an image that it can take, pixels. Found by trying sizes, some milliseconds, when first asked. */
  readonly smallestImage: number;
  /** The same while it trains on a batch of one image: BatchNorm needs two values. */
  readonly smallestAlone: number;
  /** Whether it has dropout layers, which `BackboneOptions.dropout` sets. */
  readonly hasDropout: boolean;
}

/**
 * @param backbone left in evaluation mode
 * @param size edge of the image in pixels
 */
export function factsOf(name: string, backbone: Backbone, size: number): BackboneFacts {
  backbone.eval();
  const stages: StageFacts[] = [];
  const allParameters = [...backbone.namedParameters()];
  const allBuffers = [...backbone.namedBuffers()].filter(([, { persistent }]) => persistent);
  const normsOfNet = normKeys(backbone);
  const modules = new Map(backbone.namedModules());
  let shape: Shape = [1, 3, size, size];
  for (const stage of backbone.stages()) {
    const cost = stage.cost(shape);
    const parameters = allParameters.filter(([key]) => belongsTo(stage, key));
    const buffers = allBuffers.filter(([key]) => belongsTo(stage, key));
    const norms = parameters.filter(([key]) => normsOfNet.has(key));
    const biases = parameters.filter(([key]) => isBias(key));
    const parameterKeys = keysOf(parameters);
    stages.push({
      name: stage.name,
      parameterKeys,
      normKeys: keysOf(norms),
      biasKeys: keysOf(biases),
      blocks: blocksOf(stage, parameterKeys, modules),
      bufferKeys: keysOf(buffers),
      parameters: valuesIn(parameters),
      norms: valuesIn(norms),
      biases: valuesIn(biases),
      buffers: valuesIn(buffers),
      macs: cost.macs,
      outputShape: cost.shape,
    });
    shape = cost.shape;
  }
  let smallest: number | undefined;
  let alone: number | undefined;
  const total = (of: 'parameters' | 'macs') => stages.reduce((sum, facts) => sum + facts[of], 0);
  return {
    name,
    stages,
    parameters: total('parameters'),
    macs: total('macs'),
    imageSize: backbone.imageSize,
    get smallestImage() {
      return (smallest ??= smallestImage(backbone));
    },
    get smallestAlone() {
      try {
        return (alone ??= smallestImage(backbone.train()));
      } finally {
        backbone.eval();
      }
    },
    hasDropout: [...backbone.modules()].some((module) => module instanceof Dropout),
  };
}

const valuesIn = (named: readonly [string, { readonly size: number }][]): number =>
  named.reduce((sum, [, { size }]) => sum + size, 0);

/** A larger image never fails where a smaller one fits, so the first that fits is the bound. */
function smallestImage(backbone: Backbone): number {
  if (backbone.imageSize !== null) return backbone.imageSize;
  for (let size = 1; ; size++) if (takes(backbone, size)) return size;
}

function takes(backbone: Backbone, size: number): boolean {
  try {
    backbone.cost([1, 3, size, size]);
    return true;
  } catch (error) {
    if (error instanceof InputError && error.code === 'image-too-small') return false;
    throw error;
  }
}

const keysOf = (named: Iterable<[string, unknown]>): string[] => Array.from(named, ([key]) => key);

/** The modules of one stage, with their paths. */
export function modulesOfStage(backbone: Backbone, index: number): [string, Module][] {
  const stage = backbone.stageAt(index);
  return [...backbone.namedModules()].filter(([path]) => path !== '' && belongsTo(stage, path));
}
