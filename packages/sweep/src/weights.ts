import { InputError } from '@frostline/base';
import type { BackboneEntry, Catalog, TrialSettings } from '@frostline/protocol';
import { domainOf, isPer } from './domain.js';
import type { SweepFile } from './sweep-file.js';

/** What was found out about a weights file that a sweep names. */
export type WeightsFile =
  | {
      /** Absolute path: what workers are told. */
      readonly path: string;
      readonly sha256: string;
      /** Why it cannot be loaded, by the backbones that it does not fit. */
      readonly misfits: Readonly<Record<string, string>>;
    }
  /** Why it cannot be loaded at all. */
  | { readonly problem: string };

/** By how the sweep file names them. */
export type WeightsFiles = Readonly<Record<string, WeightsFile>>;

/** The weights that a sweep names by a file of their own: neither `auto` nor a tag. In order, each once. */
export function weightsFilesOf(
  { trial, parameters }: Pick<SweepFile, 'trial' | 'parameters'>,
  { backbones }: Catalog,
): string[] {
  const spec = parameters.weights;
  const branches = spec === undefined ? [] : isPer(spec) ? Object.values(spec.values) : [spec];
  const named = branches.map(domainOf).flatMap((domain) => (domain.kind === 'choice' ? domain.values : []));
  const tags = backbones.map(({ weights }) => weights?.name);
  return [...new Set([trial.weights, ...named])]
    .filter((name) => typeof name === 'string')
    .filter((name) => name !== 'auto' && !tags.includes(name));
}

/** Where a sweep file names some weights, as a path of keys. */
export function placeOfWeights(
  { trial, parameters }: Pick<SweepFile, 'trial' | 'parameters'>,
  name: string,
): readonly PropertyKey[] {
  return trial.weights === name
    ? ['trial', 'weights']
    : ['parameters', 'weights', ...(pathTo(parameters.weights, name) ?? [])];
}

function pathTo(value: unknown, name: string): readonly PropertyKey[] | undefined {
  if (value === name) return [];
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const rest = pathTo(member, name);
    if (rest !== undefined) return [Array.isArray(value) ? Number(key) : key, ...rest];
  }
  return undefined;
}

/** Settings as workers are told them: a weights file by its absolute path. */
export function withWeightsPath(settings: TrialSettings, files: WeightsFiles): TrialSettings {
  const file = fileOf(settings.weights, files);
  return file === undefined || 'problem' in file ? settings : { ...settings, weights: file.path };
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
    throw refused(`no weights ship for ${backbone.name}`, 'set weights to a safetensors file');
  }
  const tagged = backbones.find((entry) => entry.weights?.name === weights);
  if (tagged?.weights) {
    if (tagged === backbone) return tagged.weights;
    throw refused(`${weights} holds weights of ${tagged.name}, not of ${backbone.name}`);
  }
  const file = fileOf(weights, files);
  if (file === undefined) throw refused(`nothing is known of the weights ${weights}`);
  if ('problem' in file) throw refused(file.problem);
  const misfit = file.misfits[backbone.name];
  if (misfit !== undefined) throw refused(misfit);
  return { name: file.path, sha256: file.sha256 };
}

/** A file may be named as the sweep file does, or by the path that it was found under. */
function fileOf(weights: string, files: WeightsFiles): WeightsFile | undefined {
  if (Object.hasOwn(files, weights)) return files[weights];
  return Object.values(files).find((file) => 'path' in file && file.path === weights);
}

const refused = (summary: string, fix?: string): InputError =>
  new InputError('bad-weights', summary, { fix });
