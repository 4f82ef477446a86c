import { InputError, InternalError } from '@frostline/base';
import {
  backboneFacts,
  createBackbone,
  defaultWeights,
  freezeSchedule,
  initialize,
  loadPretrained,
  loadWeights,
  shippedWeights,
  type Backbone,
} from '@frostline/model';
import type { TrialSettings } from '@frostline/protocol';
import { tensorDigest } from './checkpoint/tensor-digest.js';
import type { PhaseModel } from './phase-model.js';
import { phaseModels } from './phase-models.js';
import type { Normalization } from './programs/pixels.js';

/** A trial's net in each phase of its freeze schedule. */
export interface TrialModel {
  /** The phase that trains at an epoch. */
  phaseAt(epoch: number): PhaseModel;
  /** SHA-256 of the initial weights. */
  readonly initialDigest: string;
}

/** What nets trained from nothing are fed with: the statistics that torchvision uses. */
const IMAGENET: Normalization = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

/**
 * Builds the net of a trial: seeded random values, pretrained weights where the strategy wants them (the head stays
 * random: the classes are others), and its cut in each phase.
 *
 * @param weightsHash SHA-256 that the weights file must have; any will do when undefined
 * @throws InputError for an unknown backbone, strategy, stage or weights, and for a strategy that needs more epochs;
 * `weights-changed` when the weights file holds others
 */
export function trialModel(
  settings: TrialSettings,
  classes: number,
  weightsHash: string | undefined,
): TrialModel {
  const { backbone: backboneName, freeze: freezeText, dropout } = settings;
  const options = { classes, ...(dropout === undefined ? {} : { dropout }) };
  const backbone = createBackbone(backboneName, options);
  initialize(backbone, settings.seed);
  const facts = backboneFacts(backboneName, { size: settings.image_size, ...options });
  const schedule = freezeSchedule(freezeText, facts, settings);
  const normalization = schedule.pretrained ? loadInto(backbone, settings, weightsHash) : IMAGENET;
  const initial = backbone.stateDict();
  const net = {
    identity: { backbone: backboneName, options },
    facts,
    create: () => createBackbone(backboneName, options),
    initial,
    normalization,
  };
  return {
    phaseAt: phasesByEpoch(phaseModels(net, schedule, settings.epochs)),
    initialDigest: tensorDigest(initial),
  };
}

/** The last phase of which an epoch is not before the beginning. */
export const phasesByEpoch =
  (phases: readonly PhaseModel[]) =>
  (epoch: number): PhaseModel => {
    const phase = phases.findLast(({ firstEpoch }) => firstEpoch <= epoch);
    if (phase === undefined) throw new InternalError('no phase trains at this epoch', { found: epoch });
    return phase;
  };

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
