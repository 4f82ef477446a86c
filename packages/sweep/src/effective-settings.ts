import { InputError, plural } from '@frostline/base';
import {
  normalizationNames,
  normalizationText,
  onnxIdentity,
  parseNormalization,
  parseOwnModule,
  usedByLoss,
  type BackboneEntry,
  type Catalog,
  type OnnxFacts,
  type SettingName,
  type TrialSettings,
} from '@frostline/protocol';
import { checkHeadOnly, freezeText } from '@frostline/protocol/freeze';
import { canonicalFreeze } from './canonical-freeze.js';
import type { Scalar } from './parameter-spec.js';
import { trialPhases } from './trial-phases.js';
import { sum } from './sum.js';
import { resolveWeights, type WeightsFiles } from './weights.js';

/** What of a cell's settings matters. */
export interface EffectiveSettings {
  /** Two cells with equal values here train the same weights and say the same. */
  readonly values: Readonly<Partial<Record<SettingName, Scalar | undefined>>>;
  /** SHA-256 of the weights that the cell begins with; undefined where it begins with random values. */
  readonly weightsHash: string | undefined;
  /** Why a setting was dropped or rewritten. */
  readonly notes: ReadonlyMap<SettingName, string>;
}

/**
 * Reduces settings to those that have an effect in this cell, the freeze strategy written by stage index and the
 * weights by what they hold.
 *
 * @throws InputError `image-size`, `image-too-small`, `no-normalization`, `bad-freeze` when the backbone has no such stage, `bad-weights` when it cannot
 * load the weights
 */
export function effectiveSettings(
  settings: TrialSettings,
  backbone: BackboneEntry,
  catalog: Catalog,
  files: WeightsFiles,
): EffectiveSettings {
  const { strategies } = catalog;
  if (backbone.imageSize !== null && settings.image_size !== backbone.imageSize)
    throw new InputError('image-size', `${backbone.name} takes images of one size only`, {
      found: settings.image_size,
      allowed: `image_size ${backbone.imageSize}`,
    });
  if (settings.image_size < backbone.smallestImage)
    throw new InputError('image-too-small', `the images are too small for ${backbone.name}`, {
      found: settings.image_size,
      allowed: `image_size of at least ${backbone.smallestImage}`,
    });
  if (backbone.onnx !== undefined) checkModel(settings, backbone, backbone.onnx, catalog);
  const freeze = canonicalFreeze(settings, backbone, catalog);
  const { strategy } = freeze;
  const phases = trialPhases(settings, backbone, catalog);
  const allFrozen = phases.every(({ frozenStages }) => frozenStages === backbone.stages.length);
  const frozenEpochs = sum(phases.map(({ frozenStages, epochs }) => (frozenStages > 0 ? epochs : 0)));
  const alone = allFrozen ? 0 : backbone.smallestAlone;
  if (settings.batch_size === 1 && settings.bn === 'train' && settings.image_size < alone)
    throw new InputError(
      'image-too-small',
      `a batch of one image leaves BatchNorm a single value in ${backbone.name}`,
      {
        found: settings.image_size,
        allowed: `image_size of at least ${alone}, batch_size of at least 2, or bn: eval`,
      },
    );
  const augmented = settings.flip || settings.pad_crop > 0;
  const values: Partial<Record<SettingName, Scalar | undefined>> = { ...settings };
  const notes = new Map<SettingName, string>();
  const drop = (name: SettingName, why: string): void => {
    values[name] = undefined;
    notes.set(name, `${name} has no effect ${why}`);
  };

  if (backbone.onnx !== undefined) {
    values.backbone = onnxIdentity(backbone.onnx.output);
    notes.set('backbone', `${settings.backbone} is the same model`);
  }
  const normalization = parseNormalization(settings.normalization);
  values.normalization = normalization && normalizationText(normalization);
  if (normalization !== undefined)
    notes.set('normalization', `${settings.normalization} is ${values.normalization}`);
  values.freeze = freezeText(freeze);
  if (values.freeze !== settings.freeze)
    notes.set('freeze', `${settings.freeze} trains ${backbone.name} as ${values.freeze} does`);
  for (const name of new Set(strategies.flatMap((other) => other.settings)))
    if (!strategy.settings.includes(name)) drop(name, `with ${strategy.name}`);
  for (const name of strategy.ignores) drop(name, `with ${strategy.name}`);
  let weightsHash: string | undefined;
  if (!strategy.pretrained) drop('weights', `with ${strategy.name}, which starts from random ones`);
  else {
    const { name, sha256 } = resolveWeights(settings, backbone, catalog, files);
    values.weights = weightsHash = sha256;
    notes.set('weights', `${settings.weights} holds the same weights`);
    if (name !== settings.weights) notes.set('weights', `${settings.weights} is ${name}`);
  }
  const noDropout = whyNoDropout(settings, backbone);
  if (noDropout !== undefined) {
    values.dropout = undefined;
    notes.set('dropout', noDropout);
  }
  dropUnused(settings, { values, drop });
  const digest = parseOwnModule(settings.loss)?.digest;
  if (digest !== undefined) {
    // Where the module lies is no part of what it does.
    values.loss = `#${digest}`;
    notes.set('loss', `${settings.loss} is the same module`);
  }
  if (allFrozen) drop('bn', 'where every stage is frozen');
  if (settings.epochs === 1) drop('select', 'with a single epoch');
  if (frozenEpochs === 0) drop('views', 'where no stage is frozen');
  else if (!augmented) drop('views', 'without augmentation');
  else if (settings.views > frozenEpochs) {
    values.views = frozenEpochs;
    notes.set('views', `of ${settings.views} views, ${frozenEpochs} epochs see ${frozenEpochs}`);
  }
  return { values, weightsHash, notes };
}

/**
 * Drops what optimizer, schedule, loss and sampler have no use for, and what says nothing: cells from before a setting
 * existed keep their identity.
 */
function dropUnused(
  settings: TrialSettings,
  {
    values,
    drop,
  }: {
    values: Partial<Record<SettingName, Scalar | undefined>>;
    drop: (name: SettingName, why: string) => void;
  },
): void {
  const { optimizer, schedule, loss, patience, epochs, clip_norm: clipNorm } = settings;
  if (optimizer !== 'sgd' && optimizer !== 'rmsprop') drop('momentum', `with ${optimizer}`);
  if (optimizer !== 'sgd') drop('nesterov', `with ${optimizer}`);
  else if (settings.momentum === 0) drop('nesterov', 'without momentum');
  // What each does by itself.
  if (clipNorm === (optimizer === 'lamb' ? 1 : 0))
    drop('clip_norm', `with ${optimizer}, where it is the default`);
  if (schedule !== 'step') {
    drop('step_epochs', `with schedule: ${schedule}`);
    drop('step_gamma', `with schedule: ${schedule}`);
  }
  const used: readonly SettingName[] = usedByLoss(loss);
  for (const name of ['label_smoothing', 'focal_gamma'] as const)
    if (!used.includes(name)) drop(name, `with loss: ${loss}`);
  if (settings.sampler !== 'weighted' && !used.includes('class_weights'))
    drop('class_weights', `with loss: ${loss}`);
  if (patience >= epochs) drop('patience', `in ${plural(epochs, 'epoch')}`);
  if (patience === 0 || patience >= epochs) drop('min_delta', 'without patience');
  for (const [name, neutral] of Object.entries(neutralValues) as [SettingName, Scalar][])
    if (values[name] === neutral) values[name] = undefined;
}

/** Settings that change nothing at these values. */
const neutralValues: Readonly<Partial<Record<SettingName, Scalar>>> = {
  accumulate: 1,
  sampler: 'shuffle',
  nesterov: false,
  loss: 'cross_entropy',
  class_weights: 'none',
  ema_decay: 0,
  patience: 0,
};

/** What a model in a file asks of the settings. */
function checkModel(
  { freeze, image_size: size, normalization }: TrialSettings,
  backbone: BackboneEntry,
  { misfits, normalization: own }: OnnxFacts,
  { strategies }: Catalog,
): void {
  checkHeadOnly(freeze, backbone, strategies);
  const misfit = misfits[size];
  if (misfit !== undefined) throw new InputError('image-size', misfit, {});
  if (normalization === 'auto' && own === null)
    throw new InputError('no-normalization', `nothing says what images ${backbone.name} was trained on`, {
      allowed: `normalization: ${normalizationNames.join(', ')}, or mean/std; or a card beside the model: timm's config.json, preprocessor_config.json, or JSON of its own name with mean, std and size`,
      fix: 'most nets trained on ImageNet want normalization: imagenet, those of CLIP clip',
    });
}

/** Why a dropout that was asked for does nothing; undefined where it does something, or none was asked for. */
export function whyNoDropout({ dropout }: TrialSettings, backbone: BackboneEntry): string | undefined {
  if (dropout === undefined || backbone.hasDropout) return undefined;
  return `dropout has no effect with ${backbone.name}, whose head has none`;
}
