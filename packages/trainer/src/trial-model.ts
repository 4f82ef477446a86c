import { InputError } from '@frostline/base';
import type { HostRecord } from '@frostline/engine';
import {
  applyFreeze,
  backboneFacts,
  createBackbone,
  defaultWeights,
  freezeSchedule,
  initialize,
  loadPretrained,
  loadWeights,
  shippedWeights,
  type Backbone,
  type FreezeState,
} from '@frostline/model';
import type { TrialSettings } from '@frostline/protocol';
import { constantFreeze } from './constant-freeze.js';
import { tensorDigest } from './checkpoint/tensor-digest.js';
import type { Normalization } from './programs/pixels.js';

/** A trial's net, cut at the frost line: what stays as it is, and what trains behind it. */
export interface TrialModel {
  /** For names of programs: backbone and freeze strategy. */
  readonly description: string;
  readonly backboneName: string;
  /** Plain data that decides how the net computes, for the cache of compiled steps. */
  readonly identity: unknown;
  readonly backbone: Backbone;
  readonly freeze: FreezeState;
  readonly normalization: Normalization;
  /** Parameters and buffers of the frozen stages. */
  readonly prefix: HostRecord;
  /** Those of the other stages and the head. */
  readonly tail: HostRecord;
  /** Keys of the parameters that train, in the net's order. */
  readonly trained: readonly string[];
  /** SHA-256 of the initial weights. */
  readonly initialDigest: string;
}

/** What nets trained from nothing are fed with: the statistics that torchvision uses. */
const IMAGENET: Normalization = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

/**
 * Builds the net of a trial: seeded random values, pretrained weights where the strategy wants them (the head stays
 * random: the classes are others), and the cut.
 *
 * @param weightsHash SHA-256 that the weights file must have; any will do when undefined
 * @throws InputError for an unknown backbone, strategy, stage or weights, and for a strategy that the loop cannot follow;
 * `weights-changed` when the weights file holds others
 */
export function trialModel(
  settings: TrialSettings,
  classes: number,
  weightsHash: string | undefined,
): TrialModel {
  const { backbone: backboneName, freeze: freezeText, dropout, epochs, bn } = settings;
  const options = { classes, ...(dropout === undefined ? {} : { dropout }) };
  const backbone = createBackbone(backboneName, options);
  initialize(backbone, settings.seed);
  const facts = backboneFacts(backboneName, { size: settings.image_size, ...options });
  const schedule = freezeSchedule(freezeText, facts, { epochs, bn });
  const normalization = schedule.pretrained ? loadInto(backbone, settings, weightsHash) : IMAGENET;
  const keys = [...backbone.namedParameters()].map(([key]) => key);
  const freeze = constantFreeze(schedule, keys);
  applyFreeze(backbone, freeze);

  const frozen = new Set(
    facts.stages
      .slice(0, freeze.frozenStages)
      .flatMap((stage) => [...stage.parameterKeys, ...stage.bufferKeys]),
  );
  const state = Object.entries(backbone.stateDict());
  return {
    description: `${backboneName} ${freezeText}`,
    backboneName,
    identity: { backbone: backboneName, options, freeze: freezeText, bn },
    backbone,
    freeze,
    normalization,
    prefix: Object.fromEntries(state.filter(([key]) => frozen.has(key))),
    tail: Object.fromEntries(state.filter(([key]) => !frozen.has(key))),
    trained: keys.filter((key) => freeze.trains(key)),
    initialDigest: tensorDigest(Object.fromEntries(state)),
  };
}

/** Number of values that train: the length of a moment. */
export const trainedSize = ({ trained, tail }: Pick<TrialModel, 'trained' | 'tail'>): number =>
  trained.reduce((sum, key) => sum + (tail[key]?.data.length ?? 0), 0);

/** @returns what the weights' images were normalised with */
function loadInto(
  backbone: Backbone,
  { backbone: name, weights: wanted }: TrialSettings,
  weightsHash: string | undefined,
): Normalization {
  const meant = { auto: shippedWeights(name), default: defaultWeights(name) };
  const source = wanted === 'auto' || wanted === 'default' ? meant[wanted] : wanted;
  if (source === null)
    throw new InputError('no-weights', `no ${wanted} weights are known for this backbone`, {
      found: name,
      fix: 'set "weights" to a tag or a safetensors file, or "freeze" to scratch',
    });
  const weights = loadWeights(source);
  if (weightsHash !== undefined && weights.sha256 !== weightsHash)
    throw new InputError('weights-changed', 'the weights changed while their sweep was running', {
      place: source,
      found: weights.sha256,
      allowed: weightsHash,
      fix: 'restore the file, or launch the sweep file again: with other weights its trials are new ones',
    });
  loadPretrained(backbone, weights, { head: 'new' });
  return weights.preprocessing ?? IMAGENET;
}
