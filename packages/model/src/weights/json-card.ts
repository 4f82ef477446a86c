import { existsSync, readFileSync } from 'node:fs';
import { InputError } from '@frostline/base';
import { imagenetClasses, timmLines } from './published.js';
import { readCard, type Metadata, type WeightsCard } from './preprocessing.js';

type Json = Readonly<Record<string, unknown>>;

/**
 * The card in a JSON file: timm's `config.json`, the `preprocessor_config.json` of Hugging Face's image processors, or the
 * members that a weights file has in its header (`mean`, `std`, `size`, …). Null when there is no such file, or it is
 * about something else.
 *
 * @throws InputError `bad-weights-card` when it is not JSON, or a member is malformed
 */
export function readJsonCard(file: string): WeightsCard | null {
  if (!existsSync(file)) return null;
  const config = parse(file);
  return timmCard(config, file) ?? processorCard(config, file) ?? plainCard(config, file);
}

/** As timm's own repositories on the Hugging Face hub have it. */
function timmCard(config: Json, file: string): WeightsCard | null {
  const { pretrained_cfg: how, architecture, label_names: labels } = config;
  if (typeof architecture !== 'string' || !isObject(how)) return null;
  const { input_size: size, crop_pct: crop, mean, std, interpolation } = how;
  const edge = Array.isArray(size) ? (size.at(-1) as unknown) : size;
  const { num_classes: count } = { ...how, ...config };
  const metadata = {
    mean,
    std,
    size: edge,
    resize: typeof edge === 'number' && typeof crop === 'number' && crop > 0 ? Math.floor(edge / crop) : edge,
    interpolation,
    classes: labels ?? (count === imagenetClasses.length ? imagenetClasses : undefined),
  };
  return { ...readCard(metadataOf(metadata), file), arch: torchvisionName(architecture) };
}

/** timm names some nets otherwise: the registry's repositories say which. */
function torchvisionName(architecture: string): string {
  const line = timmLines.find(({ repository }) => repository.startsWith(`timm/${architecture}.`));
  return line?.arch ?? architecture;
}

/** What PIL calls its filters, by number. */
const resampling: Readonly<Record<number, string>> = { 2: 'bilinear', 3: 'bicubic' };

/** Members of Hugging Face's image processors. */
function processorCard(config: Json, file: string): WeightsCard | null {
  const {
    image_mean: mean,
    image_std: std,
    size,
    crop_size: crop,
    resample,
    rescale_factor: factor,
  } = config;
  if (mean === undefined || std === undefined) return null;
  if (typeof factor === 'number' && Math.abs(factor * 255 - 1) > 1e-3)
    throw new InputError('bad-weights-card', 'pixels are scaled to 0..1 before they are normalised', {
      place: file,
      found: `rescale_factor: ${factor}`,
      allowed: '1/255',
      fix: 'say in the sweep file what pixels in 0..1 are normalised with, and move this file away',
    });
  const normalizes = config['do_normalize'] !== false;
  const resize = edgeOf(size);
  return sizedCard(
    {
      mean: normalizes ? mean : [0, 0, 0],
      std: normalizes ? std : [1, 1, 1],
      size: config['do_center_crop'] === false ? resize : (edgeOf(crop) ?? resize),
      resize,
      interpolation: typeof resample === 'number' ? resampling[resample] : undefined,
    },
    file,
  );
}

function edgeOf(size: unknown): unknown {
  if (!isObject(size)) return size;
  return size['shortest_edge'] ?? size['height'];
}

/** The members of a weights file's header, as JSON. */
function plainCard(config: Json, file: string): WeightsCard | null {
  const { mean, std, size, resize, interpolation, classes, arch, licence, source } = config;
  if (mean === undefined || std === undefined) return null;
  const members = { mean, std, size, resize, interpolation, classes, arch, licence, source };
  return sizedCard(members, file);
}

/** Without a size the rest of how images are prepared would be overlooked. */
function sizedCard(members: Json, file: string): WeightsCard {
  if (members['size'] === undefined)
    throw new InputError('bad-weights-card', 'the card does not say for images of which size', {
      place: file,
      allowed: 'size: the edge of the square that goes in, pixels',
    });
  return readCard(metadataOf(members), file);
}

function metadataOf(members: Json): Metadata {
  const text = Object.entries(members)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const);
  return Object.fromEntries(text);
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(file: string): Json {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isObject(value)) return value;
    throw new TypeError('not an object');
  } catch (error) {
    throw new InputError('bad-weights-card', 'this is not a JSON object', { place: file, cause: error });
  }
}
