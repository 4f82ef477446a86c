import { InputError } from '@frostline/base';
import { isWeightsKeyword, type BackboneEntry, type Catalog, type TrialSettings } from '@frostline/protocol';
import { findBackbone } from './backbone-of.js';
import { namesOf, placeOfChoice } from './choices.js';
import type { SweepFile } from './sweep-file.js';

/** What was found out about weights that a sweep names by a tag or a file. */
export type WeightsFile =
  | {
      /** What workers are told: the tag, or the file's absolute path. */
      readonly name: string;
      readonly sha256: string;
      /** Why it cannot be loaded, by the backbones that it does not fit. */
      readonly misfits: Readonly<Record<string, string>>;
      /** Number of classes of its head; null when that is not known. */
      readonly classes: number | null;
      readonly licence: string | null;
    }
  /** Why it cannot be loaded at all. */
  | { readonly problem: string };

/** By how the sweep file names them; `default` by the tags that it stands for. */
export type WeightsFiles = Readonly<Record<string, WeightsFile>>;

/**
 * The weights that a sweep names by a tag or a file: none that ship, and instead of `default` the tags of the sweep's
 * backbones. In order, each once.
 */
export function weightsFilesOf(sweep: Pick<SweepFile, 'trial' | 'parameters'>, catalog: Catalog): string[] {
  const { backbones } = catalog;
  const shipped = backbones.map(({ weights }) => weights?.name);
  const wanted = namesOf(sweep, 'backbone');
  const defaults = backbones.filter(({ name }) => wanted.includes(name)).map(defaultOf);
  const named = namesOf(sweep, 'weights').flatMap((name) => (name === 'default' ? defaults : [name]));
  return [...new Set(named)].filter((name) => !isWeightsKeyword(name) && !shipped.includes(name));
}

/** Where a sweep file names some weights, as a path of keys; a tag that it does not name is what `default` stands for. */
export function placeOfWeights(
  sweep: Pick<SweepFile, 'trial' | 'parameters'>,
  name: string,
): readonly PropertyKey[] {
  return (
    placeOfChoice(sweep, 'weights', name) ??
    placeOfChoice(sweep, 'weights', 'default') ?? ['parameters', 'weights']
  );
}

/** `default` itself where no weights are known. */
const defaultOf = ({ defaultWeights }: BackboneEntry): string => defaultWeights ?? 'default';

/**
 * Settings as workers are told them: `default` by its tag, a weights file by its absolute path. A model in a file has a
 * short name, the file as its weights, and what its card says of the normalisation.
 */
export function withWeightsName(
  settings: TrialSettings,
  catalog: Catalog,
  files: WeightsFiles,
): TrialSettings {
  const backbone = findBackbone(settings.backbone, catalog);
  if (backbone?.onnx !== undefined) {
    const { shortName, normalization } = backbone.onnx;
    return {
      ...settings,
      backbone: shortName,
      weights: isWeightsKeyword(settings.weights) ? defaultOf(backbone) : settings.weights,
      normalization: settings.normalization === 'auto' ? (normalization ?? 'auto') : settings.normalization,
    };
  }
  const isDefault = settings.weights === 'default' && backbone !== undefined;
  const weights = isDefault ? defaultOf(backbone) : settings.weights;
  const file = fileOf(weights, files);
  return { ...settings, weights: file === undefined || 'problem' in file ? weights : file.name };
}

/** Weights told apart by what they hold. */
export interface ResolvedWeights {
  readonly name: string;
  readonly sha256: string;
}

/**
 * The weights that a cell begins with.
 *
 * @throws InputError `bad-weights` when there are none, or they are those of another net
 */
export function resolveWeights(
  { weights }: TrialSettings,
  backbone: BackboneEntry,
  { backbones }: Catalog,
  files: WeightsFiles,
): ResolvedWeights {
  if (weights === 'auto') {
    if (backbone.weights !== null) return backbone.weights;
    throw refused(
      `no weights ship for ${backbone.name}`,
      'set weights to default for published ones, or to a safetensors file',
    );
  }
  if (weights === 'default') throw refused(`no published weights of ${backbone.name} are known`);
  if (backbone.weights?.name === weights) return backbone.weights;
  if (backbone.onnx !== undefined)
    throw refused(`${backbone.name} is a model with weights of its own`, 'set weights to auto');
  const tagged = backbones.find((entry) => entry.weights?.name === weights);
  if (tagged !== undefined)
    throw refused(`${weights} holds weights of ${tagged.name}, not of ${backbone.name}`);
  const file = fileOf(weights, files);
  if (file === undefined) throw refused(`nothing is known of the weights ${weights}`);
  if ('problem' in file) throw refused(file.problem);
  const misfit = file.misfits[backbone.name];
  if (misfit !== undefined) throw refused(misfit);
  return { name: file.name, sha256: file.sha256 };
}

/** Weights may be named as the sweep file does, or as workers are told. */
export function fileOf(weights: string, files: WeightsFiles): WeightsFile | undefined {
  if (Object.hasOwn(files, weights)) return files[weights];
  return Object.values(files).find((file) => 'name' in file && file.name === weights);
}

const refused = (summary: string, fix?: string): InputError =>
  new InputError('bad-weights', summary, { fix });
