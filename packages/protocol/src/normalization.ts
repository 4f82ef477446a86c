/** Per-channel statistics of the images that a net was trained on, of pixels in 0..1. */
export interface Normalization {
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/** What ImageNet's images have; nets that are trained from nothing get it, too. */
export const imagenetNormalization: Normalization = {
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
};

/** Those that many nets share, as timm has them in `timm/data/constants.py`. */
const shared: Readonly<Record<string, Normalization>> = {
  imagenet: imagenetNormalization,
  inception: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
  clip: { mean: [0.48145466, 0.4578275, 0.40821073], std: [0.26862954, 0.26130258, 0.27577711] },
  none: { mean: [0, 0, 0], std: [1, 1, 1] },
};

/** The names that `normalization` may have beside `auto`. */
export const normalizationNames: readonly string[] = Object.keys(shared);

/** The forms of the setting at a glance: a name, or mean and standard deviation of red, green and blue. */
export const normalizationPattern = new RegExp(
  `^(auto|${normalizationNames.join('|')}|[\\d.e,-]+/[\\d.e,-]+)$`,
);

/** @returns undefined for `auto`, which stands for what the weights say, and for text of another form */
export function parseNormalization(text: string): Normalization | undefined {
  if (Object.hasOwn(shared, text)) return shared[text];
  const [mean, std, ...rest] = text.split('/').map(triple);
  if (mean === undefined || std === undefined || rest.length > 0) return undefined;
  return std.every((deviation) => deviation > 0) ? { mean, std } : undefined;
}

function triple(text: string): [number, number, number] | undefined {
  const [r = NaN, g = NaN, b = NaN, ...rest] = text
    .split(',')
    .map((part) => (part === '' ? NaN : Number(part)));
  return rest.length === 0 && [r, g, b].every(Number.isFinite) ? [r, g, b] : undefined;
}

/** How a normalisation is written as a setting: by its name where it has one. */
export function normalizationText({ mean, std }: Normalization): string {
  const text = `${mean.join(',')}/${std.join(',')}`;
  const named = Object.entries(shared).find(
    ([, other]) => `${other.mean.join(',')}/${other.std.join(',')}` === text,
  );
  return named?.[0] ?? text;
}
