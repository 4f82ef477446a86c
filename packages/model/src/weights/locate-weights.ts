import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { didYouMean, InputError } from '@frostline/base';
import type { Environment } from './environment.js';
import { cachedFile, handFile, hubFile, hubUrl, repositoryOf } from './hub-cache.js';
import { convert, convertedFile, fetchAndConvert } from './python-lines.js';
import type { WeightsCard } from './preprocessing.js';
import { cardOfRepository, findWeights, weightsNames, type WeightsPlace } from './registry.js';
import { readJsonCard } from './json-card.js';

/** A weights file on this machine. */
export interface LocatedWeights {
  readonly file: string;
  /** What is known of it besides its header; null when nothing is. */
  readonly card: WeightsCard | null;
}

/**
 * Finds the file of an `arch.tag`, or of a path to a safetensors file or to a folder that holds one. Nothing is fetched.
 *
 * @throws InputError `weights` when there is no such tag or file, `weights-missing` when a tag's file is not on this
 * machine: it says what to fetch and where to put it; `weights-pickle` for a checkpoint that only Python reads
 */
export function locateWeights(nameOrPath: string, env: Environment): LocatedWeights {
  const entry = findWeights(nameOrPath);
  if (entry === null) return locatePath(nameOrPath);
  const file = localFile(entry.place, env);
  if (file === null) throw missing(nameOrPath, entry.place, env, 'they are not on this machine');
  return { file, card: entry.card };
}

/** The file of a place that is on this machine, or null. */
export function localFile(place: WeightsPlace, env: Environment): string | null {
  if (place.kind === 'shipped') return place.file;
  if (place.kind === 'hub') return cachedFile(place, env);
  const converted = convertedFile(place.url, env);
  return existsSync(converted) ? converted : null;
}

/** Says what a person can do about weights that cannot be had. */
export function missing(
  name: string,
  place: WeightsPlace,
  env: Environment,
  why: string,
  cause?: unknown,
): InputError {
  return new InputError('weights-missing', `the weights ${name} cannot be had: ${why}`, {
    fix: howToGet(place, env),
    cause,
  });
}

function howToGet(place: WeightsPlace, env: Environment): string | undefined {
  if (place.kind === 'hub') return `fetch ${hubUrl(place, env)} and put it at ${handFile(place, env)}`;
  if (place.kind === 'torch') {
    const line = fetchAndConvert(place.url, convertedFile(place.url, env));
    return `torchvision publishes them for Python only; fetch and convert them with ${line}`;
  }
  return undefined;
}

/** Files that torch.save writes. */
const pickles = new Set(['.pth', '.pt', '.bin', '.ckpt', '.tar']);

function locatePath(given: string): LocatedWeights {
  const found = statSync(given, { throwIfNoEntry: false });
  if (found === undefined) throw unknown(given);
  const file = found.isDirectory() ? fileIn(given) : given;
  if (pickles.has(path.extname(file).toLowerCase()))
    throw new InputError('weights-pickle', 'a pickled checkpoint can run any code, and is not read', {
      place: given,
      allowed: 'a .safetensors file',
      fix: `convert it with ${convert(file)}`,
    });
  const repository = repositoryOf(file);
  const published = repository === null ? null : cardOfRepository(repository);
  return { file, card: published ?? readJsonCard(path.join(path.dirname(file), 'config.json')) };
}

function fileIn(folder: string): string {
  const files = readdirSync(folder).filter((name) => name.endsWith('.safetensors'));
  const [only] = files.includes(hubFile) ? [hubFile] : files.length === 1 ? files : [];
  if (only === undefined)
    throw new InputError('weights', 'it is not clear which file of this folder holds the weights', {
      place: folder,
      found: files,
      allowed: `${hubFile}, or a single .safetensors file`,
    });
  return path.join(folder, only);
}

function unknown(given: string): InputError {
  // A mistyped tag in a sweep file is taken for a path.
  const tag = path.basename(given);
  const [arch = ''] = tag.split('.', 1);
  const ofArch = weightsNames.filter((name) => name.startsWith(`${arch}.`));
  const examples = ofArch.length > 0 ? ofArch : ['an arch.tag such as resnet50.IMAGENET1K_V2'];
  return new InputError('weights', 'no weights of this name, and no such file', {
    found: given,
    allowed: [...examples, 'the path of a .safetensors file or of a folder that holds one'],
    fix: didYouMean(tag, weightsNames),
  });
}
