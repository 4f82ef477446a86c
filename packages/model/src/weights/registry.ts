import { fileURLToPath } from 'node:url';
import { imagenetClasses, timmLines, torchvisionLines } from './published.js';
import type { Preprocessing, WeightsCard } from './preprocessing.js';

/** Weights that can be named: `arch.tag`. */
export interface WeightsEntry {
  /** torchvision's name of the net. */
  readonly arch: string;
  readonly tag: string;
  readonly place: WeightsPlace;
  /** What they were trained on and with; null where the file's header says it. */
  readonly card: WeightsCard | null;
}

/** Where weights come from. */
export type WeightsPlace =
  | {
      readonly kind: 'shipped';
      /** Absolute path in this package. */
      readonly file: string;
    }
  | HubPlace
  | {
      /** Published as a pickle, which Python must convert: beside where torch.hub keeps what it downloads. */
      readonly kind: 'torch';
      readonly url: string;
    };

/** A repository of the Hugging Face hub, with its weights in `model.safetensors`. */
export interface HubPlace {
  readonly kind: 'hub';
  readonly repository: string;
  /** Commit, tag or branch; `main` when absent. What a sweep began with is pinned by the file's SHA-256 in its ledger. */
  readonly revision?: string;
}

/** Files in this package's `weights` folder. */
const shipped = (arch: string, tag: string): WeightsEntry => ({
  arch,
  tag,
  place: {
    kind: 'shipped',
    file: fileURLToPath(new URL(`../../weights/${arch}.${tag}.safetensors`, import.meta.url)),
  },
  card: null,
});

const ofTorchvision = torchvisionLines.map((line): WeightsEntry & { isDefault: boolean } => {
  const { arch, tag, url, licence } = line;
  const twin = timmLines.find((other) => other.arch === arch && other.sameAs === tag);
  const classes = imagenetClasses;
  const card = { arch, classes, preprocessing: preprocessingOf(line), licence, source: url };
  const place: WeightsPlace =
    twin === undefined ? { kind: 'torch', url } : { kind: 'hub', repository: twin.repository };
  return { arch, tag, place, card, isDefault: line.default };
});

const ofTimm = timmLines.map((line): WeightsEntry & { isDefault: boolean } => {
  const { arch, tag, repository, licence } = line;
  const classes = line.classes === imagenetClasses.length ? imagenetClasses : null;
  const source = `https://huggingface.co/${repository}`;
  const card = { arch, classes, preprocessing: preprocessingOf(line), licence, source };
  return { arch, tag, place: { kind: 'hub', repository }, card, isDefault: line.default };
});

function preprocessingOf({ mean, std, resize, size, interpolation }: Preprocessing): Preprocessing {
  return { mean, std, resize, size, interpolation };
}

const shippedEntries: readonly WeightsEntry[] = [
  shipped('mobilenet_v3_small', 'sample'),
  shipped('shufflenet_v2_x0_5', 'sample'),
  shipped('squeezenet1_1', 'sample'),
];

const entries: readonly WeightsEntry[] = [...shippedEntries, ...ofTorchvision, ...ofTimm];

const nameOf = ({ arch, tag }: WeightsEntry): string => `${arch}.${tag}`;
const byName = new Map(entries.map((entry) => [nameOf(entry), entry]));

/** Every known `arch.tag`. */
export const weightsNames: readonly string[] = [...byName.keys()];

/** The entry of an `arch.tag`, or null. */
export const findWeights = (name: string): WeightsEntry | null => byName.get(name) ?? null;

/** What timm says of a repository of its own on the Hugging Face hub, or null. */
export const cardOfRepository = (repository: string): WeightsCard | null =>
  ofTimm.find(({ place }) => place.kind === 'hub' && place.repository === repository)?.card ?? null;

/** The weights of a backbone that ship with Frostline, which need no network; null when none do. */
export const shippedWeights = (arch: string): string | null => firstOf(arch, shippedEntries);

/**
 * The ImageNet weights of a backbone to begin with, or null: torchvision's newest where the Hugging Face hub has them,
 * else timm's own choice, else torchvision's newest, which Python must convert.
 */
export function defaultWeights(arch: string): string | null {
  const chosen = [...ofTorchvision, ...ofTimm].filter(({ isDefault }) => isDefault);
  return (
    firstOf(
      arch,
      chosen.filter(({ place }) => place.kind === 'hub'),
    ) ?? firstOf(arch, chosen)
  );
}

function firstOf(arch: string, from: readonly WeightsEntry[]): string | null {
  const found = from.find((entry) => entry.arch === arch);
  return found === undefined ? null : nameOf(found);
}
