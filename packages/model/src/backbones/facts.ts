import type { Module } from '../module/module.js';
import type { Shape } from '../module/shape.js';
import type { Backbone } from './backbone.js';
import { belongsTo } from './stage.js';

export interface StageFacts {
  readonly name: string;
  /** State-dict keys of its parameters. */
  readonly parameterKeys: readonly string[];
  /** State-dict keys of its buffers. */
  readonly bufferKeys: readonly string[];
  /** Number of learned values. */
  readonly parameters: number;
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
}

/** @param size edge of the image in pixels */
export function factsOf(name: string, backbone: Backbone, size: number): BackboneFacts {
  const stages: StageFacts[] = [];
  const allParameters = [...backbone.namedParameters()];
  const allBuffers = keysOf(backbone.namedBuffers());
  let shape: Shape = [1, 3, size, size];
  for (const stage of backbone.stages()) {
    const cost = stage.cost(shape);
    const parameters = allParameters.filter(([key]) => belongsTo(stage, key));
    stages.push({
      name: stage.name,
      parameterKeys: keysOf(parameters),
      bufferKeys: allBuffers.filter((key) => belongsTo(stage, key)),
      parameters: parameters.reduce((sum, [, { size: count }]) => sum + count, 0),
      macs: cost.macs,
      outputShape: cost.shape,
    });
    shape = cost.shape;
  }
  const total = (of: 'parameters' | 'macs') => stages.reduce((sum, facts) => sum + facts[of], 0);
  return { name, stages, parameters: total('parameters'), macs: total('macs') };
}

const keysOf = (named: Iterable<[string, unknown]>): string[] => Array.from(named, ([key]) => key);

/** The modules of one stage, with their paths. */
export function modulesOfStage(backbone: Backbone, index: number): [string, Module][] {
  const stage = backbone.stageAt(index);
  return [...backbone.namedModules()].filter(([path]) => path !== '' && belongsTo(stage, path));
}
