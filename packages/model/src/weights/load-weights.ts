import { readFileSync } from 'node:fs';
import { sha256 } from '@frostline/base';
import type { HostRecord } from '@frostline/engine';
import type { Backbone } from '../backbones/backbone.js';
import { belongsTo } from '../backbones/stage.js';
import { sameShape } from '../module/shape.js';
import type { Environment } from './environment.js';
import { locateWeights } from './locate-weights.js';
import { readCard, type WeightsCard } from './preprocessing.js';
import { parseSafetensors } from './safetensors.js';
import { torchvisionKeys } from './timm-keys/registry.js';

export interface Weights extends WeightsCard {
  /** As it was asked for. */
  readonly name: string;
  /** Of the file. */
  readonly sha256: string;
  readonly state: HostRecord;
}

export interface LoadWeightsOptions {
  /** Says where caches are; default that of the process. */
  readonly env?: Environment;
}

/**
 * Reads weights: `arch.tag` of the registry, or the path of a safetensors file or of a folder that holds one. timm's keys
 * become torchvision's. Nothing is fetched: `fetchWeights` does that.
 *
 * @throws InputError `weights`, `weights-missing` or `weights-pickle`, see `locateWeights`; `bad-safetensors`,
 * `bad-weights-card`
 */
export function loadWeights(nameOrPath: string, { env = process.env }: LoadWeightsOptions = {}): Weights {
  const { file, card } = locateWeights(nameOrPath, env);
  const bytes = readFileSync(file);
  const { tensors, metadata } = parseSafetensors(bytes, file);
  return {
    name: nameOrPath,
    sha256: sha256(bytes),
    state: torchvisionKeys(tensors),
    ...(card ?? readCard(metadata, file)),
  };
}

export interface LoadPretrainedOptions {
  /**
   * `fitting` keeps the file's head when its shapes fit; `new` never does, as for classes of another meaning.
   * Default `fitting`.
   */
  readonly head?: 'fitting' | 'new';
}

/**
 * Copies weights into a backbone. A head that does not fit keeps its initial values; all else must fit exactly.
 *
 * @returns the keys that kept their initial values
 * @throws InputError `state-dict` with torch's message when the weights belong to another net
 */
export function loadPretrained(
  backbone: Backbone,
  { state }: Pick<Weights, 'state'>,
  { head = 'fitting' }: LoadPretrainedOptions = {},
): { replaced: string[] } {
  const headKeys = [...backbone.namedParameters()].filter(([key]) => belongsTo(backbone.headStage, key));
  const fits = headKeys.every(([key, { shape }]) => {
    const found = state[key];
    return found !== undefined && sameShape(found.shape, shape);
  });
  const replaced = fits && head === 'fitting' ? [] : headKeys.map(([key]) => key);
  const kept = [
    ...headKeys.filter(([key]) => replaced.includes(key)),
    ...[...backbone.namedBuffers()].filter(([key]) => isComputed(key) && !Object.hasOwn(state, key)),
  ];
  const own = Object.fromEntries(kept.map(([key, stored]) => [key, stored.values()]));
  backbone.loadStateDict({ ...state, ...own });
  return { replaced };
}

/** Swin's table of offsets follows from its window alone: torchvision stores it, timm does not. */
const isComputed = (key: string): boolean => key.endsWith('.relative_position_index');
