import { InputError } from '@frostline/base';
import {
  backboneFacts,
  createBackbone,
  defaultWeights,
  factsOf,
  loadPretrained,
  loadWeights,
  OnnxBackbone,
  shippedWeights,
  strategyCatalog,
  type Backbone,
  type BackboneFacts,
} from '@frostline/model';
import {
  imagenetNormalization,
  isWeightsKeyword,
  onnxIdentity,
  onnxStage,
  type Normalization,
  type TrialSettings,
} from '@frostline/protocol';
import { checkHeadOnly } from '@frostline/protocol/freeze';
import type { OnnxPrefix } from './onnx-models.js';
import { weightsChanged } from './weights-changed.js';

/** What a trial's backbone is, wherever it comes from. */
export interface TrialNet {
  /** Plain data that tells it from other nets. */
  readonly identity: Readonly<Record<string, unknown>>;
  readonly facts: BackboneFacts;
  /** Makes another net like it. */
  readonly create: () => Backbone;
  /**
   * Loads what the trial begins with, but for the head.
   *
   * @returns what the images were normalised with on which it was trained
   * @throws InputError `no-weights`, `weights-changed`; see `loadWeights`
   */
  readonly load: (net: Backbone) => Normalization;
}

interface TrialNetOptions {
  readonly classes: number;
  readonly dropout?: number;
}

/** A net that this project builds. */
export function builtNet(
  settings: TrialSettings,
  { classes, dropout }: TrialNetOptions,
  weightsHash: string | undefined,
): TrialNet {
  const { backbone, image_size: size } = settings;
  // A sweep may set a dropout for all its backbones, also those that have none.
  const facts = backboneFacts(backbone, { size, classes });
  const options = facts.hasDropout && dropout !== undefined ? { classes, dropout } : { classes };
  return {
    identity: { backbone, options },
    facts,
    create: () => createBackbone(backbone, options),
    load: (net) => loadInto(net, settings, weightsHash),
  };
}

/** A head on the features of a model in a file. @throws InputError `bad-freeze` for a strategy that trains more */
export function onnxNet(
  { backbone, freeze, image_size: size }: TrialSettings,
  options: TrialNetOptions,
  { output, width }: OnnxPrefix,
): TrialNet {
  checkHeadOnly(freeze, { name: backbone, stages: [onnxStage] }, strategyCatalog);
  const create = (): Backbone => new OnnxBackbone(width, options);
  const name = onnxIdentity(output);
  return {
    identity: { backbone: name, width, options },
    facts: factsOf(name, create(), size),
    create,
    load: () => imagenetNormalization,
  };
}

function loadInto(
  net: Backbone,
  { backbone: name, weights: wanted }: TrialSettings,
  weightsHash: string | undefined,
): Normalization {
  const meant = { auto: shippedWeights(name), default: defaultWeights(name) };
  const source = isWeightsKeyword(wanted) ? meant[wanted] : wanted;
  if (source === null)
    throw new InputError('no-weights', `no ${wanted} weights are known for this backbone`, {
      found: name,
      fix: 'set "weights" to a tag or a safetensors file, or "freeze" to scratch',
    });
  const weights = loadWeights(source);
  if (weightsHash !== undefined && weights.sha256 !== weightsHash)
    throw weightsChanged(source, weights.sha256, weightsHash);
  loadPretrained(net, weights, { head: 'new' });
  return weights.preprocessing ?? imagenetNormalization;
}
