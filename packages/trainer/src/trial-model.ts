import { hashOf, InternalError } from '@frostline/base';
import { freezeSchedule, initialize } from '@frostline/model';
import { imagenetNormalization, parseNormalization, type TrialSettings } from '@frostline/protocol';
import { tensorDigest } from './checkpoint/tensor-digest.js';
import { OnnxModels } from './onnx-models.js';
import type { PhaseModel } from './phase-model.js';
import { phaseModels } from './phase-models.js';
import { builtNet, onnxNet } from './trial-net.js';

/** A trial's net in each phase of its freeze schedule. */
export interface TrialModel {
  /** The phase that trains at an epoch. */
  phaseAt(epoch: number): PhaseModel;
  /** The one in which nothing is left to thaw. */
  readonly lastPhase: Pick<PhaseModel, 'firstEpoch'>;
  /** SHA-256 of what the net begins with. */
  readonly initialDigest: string;
}

/**
 * Builds the net of a trial: seeded random values, pretrained weights where the strategy wants them (the head stays
 * random: the classes are others), and its cut in each phase.
 *
 * @param weightsHash SHA-256 that the weights file must have; any will do when undefined
 * @param models what the process knows of models in ONNX files
 * @throws InputError for an unknown backbone, strategy, stage or weights, and for a strategy that needs more epochs;
 * `weights-changed` when the weights file holds others
 */
export async function trialModel(
  settings: TrialSettings,
  classes: number,
  weightsHash: string | undefined,
  models = new OnnxModels(),
): Promise<TrialModel> {
  const { freeze: freezeText, dropout } = settings;
  const options = { classes, ...(dropout === undefined ? {} : { dropout }) };
  const onnx = await models.prefixOf(settings, weightsHash);
  const net =
    onnx === undefined ? builtNet(settings, options, weightsHash) : onnxNet(settings, options, onnx);
  const backbone = net.create();
  initialize(backbone, settings.seed);
  const schedule = freezeSchedule(freezeText, net.facts, settings);
  const own = schedule.pretrained ? net.load(backbone) : imagenetNormalization;
  const normalization = parseNormalization(settings.normalization) ?? own;
  const initial = backbone.stateDict();
  const phases = phaseModels({ ...net, onnx, initial, normalization }, schedule, settings.epochs);
  const digest = tensorDigest(initial);
  return {
    phaseAt: phasesByEpoch(phases),
    lastPhase: phasesByEpoch(phases)(settings.epochs - 1),
    initialDigest: onnx === undefined ? digest : hashOf([onnx.sha256, digest]),
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
