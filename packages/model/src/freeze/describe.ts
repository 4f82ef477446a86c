import { activationsByStage } from '../backbones/activations.js';
import type { Backbone } from '../backbones/backbone.js';
import { factsOf, modulesOfStage, type BackboneFacts } from '../backbones/facts.js';
import { BatchNorm } from '../layers/batch-norm.js';
import { descriptionTable } from './description-table.js';
import { freezeSchedule } from './registry.js';
import type { FreezePhase, FreezeSettings } from './strategy.js';

export interface DescribedStage {
  readonly name: string;
  /** Learned values. */
  readonly parameters: number;
  /** How many of them are updated. */
  readonly trainable: number;
  /** Smallest and largest factor on the learning rate of those; null where there are none. */
  readonly rateScale: readonly [number, number] | null;
  /** What BatchNorm normalises with: the batch's statistics or the running ones; null where there is none. */
  readonly batchNorm: 'batch' | 'running' | null;
  /** Multiply-accumulates of a forward of one image. */
  readonly macs: number;
  /**
   * Bytes of float32 that the layers of the stage give for one image, and that are there until the backward has passed;
   * 0 in the frozen prefix, which has none. See `activationsByStage` for what counts.
   */
  readonly activationBytes: number;
}

export interface DescribedPhase {
  /** Counted from 0. */
  readonly firstEpoch: number;
  readonly epochs: number;
  /** Length of the frozen prefix, in stages. */
  readonly frozenStages: number;
  readonly restarts: boolean;
  /** In order, the head last. */
  readonly stages: readonly DescribedStage[];
}

/** What a freeze strategy does to a backbone, in numbers. */
export interface FreezeDescription {
  readonly backbone: string;
  readonly freeze: string;
  /** Edge of the image, pixels. */
  readonly imageSize: number;
  readonly phases: readonly DescribedPhase[];
  /** A table for each phase, for people. */
  toString(): string;
}

const BYTES_PER_VALUE = 4;

/**
 * Tells stage by stage, for every phase of a freeze strategy, how many parameters there are and train, what a forward
 * costs and what a backward needs to be kept. Nothing is computed with the net, whose values are never drawn.
 *
 * @param backbone left in evaluation mode
 * @param freeze such as `until:2`
 * @param settings those that the strategy goes by, and the edge of the images in pixels; by default 224
 * @throws InputError `bad-freeze` as `freezeSchedule`, `image-too-small` for a size that the net cannot take
 * @example
 * console.log(String(describe(createBackbone('shufflenet_v2_x1_0'), 'until:stage3', { epochs: 10 })));
 */
export function describe(
  backbone: Backbone,
  freeze: string,
  {
    size = 224,
    name = backbone.constructor.name,
    ...settings
  }: FreezeSettings & { readonly size?: number; readonly name?: string },
): FreezeDescription {
  const facts = factsOf(name, backbone, size);
  const { phases } = freezeSchedule(freeze, facts, settings);
  const activations = activationsByStage(backbone, size);
  const described = phases.map((phase, index): DescribedPhase => {
    const { firstEpoch, restarts, state } = phase;
    return {
      firstEpoch,
      epochs: (phases[index + 1]?.firstEpoch ?? settings.epochs) - firstEpoch,
      frozenStages: state.frozenStages,
      restarts,
      stages: facts.stages.map((_, stage) => ({
        ...stageOf(backbone, facts, phase, stage),
        activationBytes: stage < state.frozenStages ? 0 : (activations[stage] ?? 0) * BYTES_PER_VALUE,
      })),
    };
  });
  const description = { backbone: name, freeze, imageSize: size, phases: described };
  return { ...description, toString: () => descriptionTable(description) };
}

function stageOf(
  backbone: Backbone,
  { stages }: BackboneFacts,
  { state }: FreezePhase,
  index: number,
): Omit<DescribedStage, 'activationBytes'> {
  const { name = '', parameterKeys = [], parameters = 0, macs = 0 } = stages[index] ?? {};
  const trained = parameterKeys.filter((key) => state.trains(key));
  const scales = trained.map((key) => state.rateScale(key));
  const hasBatchNorm = modulesOfStage(backbone, index).some(([, module]) => module instanceof BatchNorm);
  return {
    name,
    parameters,
    trainable: trained.reduce((sum, key) => sum + backbone.getParameter(key).size, 0),
    rateScale: trained.length === 0 ? null : [Math.min(...scales), Math.max(...scales)],
    batchNorm: !hasBatchNorm ? null : state.evalStages.has(index) ? 'running' : 'batch',
    macs,
  };
}
