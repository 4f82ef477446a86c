import { fileURLToPath } from 'node:url';

/** Weights that can be named: `arch.tag`. What they were trained on and with stands in the file's header. */
export interface WeightsEntry {
  readonly arch: string;
  readonly tag: string;
  /** Absolute path. */
  readonly file: string;
}

/** Files in this package's `weights` folder. */
const shipped = (arch: string, tag: string): WeightsEntry => ({
  arch,
  tag,
  file: fileURLToPath(new URL(`../../weights/${arch}.${tag}.safetensors`, import.meta.url)),
});

const entries: readonly WeightsEntry[] = [
  shipped('mobilenet_v3_small', 'sample'),
  shipped('shufflenet_v2_x0_5', 'sample'),
  shipped('squeezenet1_1', 'sample'),
];

/** Every known `arch.tag`. */
export const weightsNames: readonly string[] = entries.map(({ arch, tag }) => `${arch}.${tag}`);

/** The entry of an `arch.tag`, or null. */
export const findWeights = (name: string): WeightsEntry | null =>
  entries.find(({ arch, tag }) => `${arch}.${tag}` === name) ?? null;

/** The weights that a backbone gets unless told otherwise, or null when none ship with Frostline. */
export const defaultWeights = (arch: string): string | null => {
  const found = entries.find((entry) => entry.arch === arch);
  return found === undefined ? null : `${found.arch}.${found.tag}`;
};
