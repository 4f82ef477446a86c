import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '@frostline/base';
import { imagenetClasses, timmLines } from './published.js';
import { readCard, type WeightsCard } from './preprocessing.js';

/**
 * What timm's `config.json` in a folder says of the weights beside it, as timm's own repositories on the Hugging Face hub
 * have it; null when there is none of timm's.
 *
 * @throws InputError `bad-weights-card` when it is not JSON, or a member is malformed
 */
export function readTimmConfig(folder: string): WeightsCard | null {
  const file = path.join(folder, 'config.json');
  if (!existsSync(file)) return null;
  const config = parse(file);
  const { pretrained_cfg: how, architecture, label_names: labels } = config;
  if (typeof architecture !== 'string' || typeof how !== 'object' || how === null) return null;
  const { input_size: size, crop_pct: crop, mean, std, interpolation } = how as Record<string, unknown>;
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
  const text = Object.entries(metadata)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const);
  return { ...readCard(Object.fromEntries(text), file), arch: torchvisionName(architecture) };
}

/** timm names some nets otherwise: the registry's repositories say which. */
function torchvisionName(architecture: string): string {
  const line = timmLines.find(({ repository }) => repository.startsWith(`timm/${architecture}.`));
  return line?.arch ?? architecture;
}

function parse(file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
    throw new TypeError('not an object');
  } catch (error) {
    throw new InputError('bad-weights-card', 'this is not a JSON object', { place: file, cause: error });
  }
}
