import { InputError } from '@frostline/base';

/** How images must be prepared for a net: what it was trained with. */
export interface Preprocessing {
  /** Per channel, of pixels in 0..1. */
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
  /** Length that the image's short side is resized to before the square is cut from its middle, pixels. */
  readonly resize: number;
  /** Edge of the square image in pixels. */
  readonly size: number;
  readonly interpolation: 'bilinear' | 'bicubic';
}

/** What a weights file says about itself in its header. */
export interface WeightsCard {
  /** torchvision's name of the net, or null when the file does not say. */
  readonly arch: string | null;
  /** Names of the classes that it was trained on, or null. */
  readonly classes: readonly string[] | null;
  /** Null when the file does not say. */
  readonly preprocessing: Preprocessing | null;
  readonly licence: string | null;
  readonly source: string | null;
}

/** Header entries by name: strings, of which `classes`, `mean`, `std`, `resize` and `size` are JSON. */
export type Metadata = Readonly<Record<string, string>>;

/** The header entries of a card: what `readCard` reads. */
export function cardMetadata(card: WeightsCard): Record<string, string> {
  const { arch, classes, preprocessing, licence, source } = card;
  const members = { ...preprocessing, classes, arch, licence, source };
  return Object.fromEntries(
    Object.entries(members)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

/** @throws InputError `bad-weights-card` when an entry is there but malformed */
export function readCard(metadata: Metadata, place: string): WeightsCard {
  const { arch = null, licence = null, source = null } = metadata;
  return {
    arch,
    licence,
    source,
    classes: readJson(metadata, 'classes', isStrings, 'a JSON list of names', place),
    preprocessing: readPreprocessing(metadata, place),
  };
}

function readPreprocessing(metadata: Metadata, place: string): Preprocessing | null {
  const mean = readJson(metadata, 'mean', isTriple, 'a JSON list of three numbers', place);
  const std = readJson(metadata, 'std', isDeviation, 'a JSON list of three positive numbers', place);
  const size = readJson(metadata, 'size', isSize, 'a positive whole number', place);
  if (mean === null || std === null || size === null) return null;
  const { interpolation = 'bilinear' } = metadata;
  if (interpolation !== 'bilinear' && interpolation !== 'bicubic')
    throw malformed('interpolation', interpolation, 'bilinear or bicubic', place);
  // Files that do not say it were trained on whole images.
  const resize = readJson(metadata, 'resize', isSize, 'a positive whole number', place) ?? size;
  return { mean, std, resize, size, interpolation };
}

function readJson<T>(
  metadata: Metadata,
  name: string,
  is: (value: unknown) => value is T,
  allowed: string,
  place: string,
): T | null {
  const text = metadata[name];
  if (text === undefined) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed(name, text, allowed, place);
  }
  if (!is(value)) throw malformed(name, text, allowed, place);
  return value;
}

const malformed = (name: string, found: string, allowed: string, place: string): InputError =>
  new InputError('bad-weights-card', `the header's ${name} is malformed`, { place, found, allowed });

const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((member) => typeof member === 'string');

const isTriple = (value: unknown): value is [number, number, number] =>
  Array.isArray(value) && value.length === 3 && value.every((member) => Number.isFinite(member));

const isDeviation = (value: unknown): value is [number, number, number] =>
  isTriple(value) && value.every((deviation) => deviation > 0);

const isSize = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0;
