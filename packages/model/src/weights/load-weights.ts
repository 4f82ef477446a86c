import { readFileSync } from 'node:fs';
import { InputError, sha256 } from '@frostline/base';
import type { HostRecord } from '@frostline/engine';
import type { Backbone } from '../backbones/backbone.js';
import { belongsTo } from '../backbones/stage.js';
import { sameShape } from '../module/shape.js';
import { readCard, type WeightsCard } from './preprocessing.js';
import { findWeights, weightsNames } from './registry.js';
import { parseSafetensors } from './safetensors.js';

export interface Weights extends WeightsCard {
  /** As it was asked for. */
  readonly name: string;
  /** Of the file. */
  readonly sha256: string;
  readonly state: HostRecord;
}

/**
 * Reads weights: `arch.tag` of the registry, or the path of a safetensors file.
 *
 * @throws InputError `weights` when there is no such tag or file, `bad-safetensors`, `bad-weights-card`
 */
export function loadWeights(nameOrPath: string): Weights {
  const file = findWeights(nameOrPath)?.file ?? nameOrPath;
  const bytes = readWeightsFile(file, nameOrPath);
  const { tensors, metadata } = parseSafetensors(bytes, file);
  return { name: nameOrPath, sha256: sha256(bytes), state: tensors, ...readCard(metadata, file) };
}

function readWeightsFile(file: string, name: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new InputError('weights', 'no weights of this name, and no such file', {
      found: name,
      allowed: [...weightsNames, 'the path of a .safetensors file'],
      cause: error,
    });
  }
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
  const headKeys = [...backbone.namedParameters()].filter(([key]) => belongsTo(backbone.head, key));
  const fits = headKeys.every(([key, { shape }]) => {
    const found = state[key];
    return found !== undefined && sameShape(found.shape, shape);
  });
  const replaced = fits && head === 'fitting' ? [] : headKeys.map(([key]) => key);
  const own = Object.fromEntries(
    headKeys.filter(([key]) => replaced.includes(key)).map(([key, parameter]) => [key, parameter.values()]),
  );
  backbone.loadStateDict({ ...state, ...own });
  return { replaced };
}
