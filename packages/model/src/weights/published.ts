import { readFileSync } from 'node:fs';
import type { Preprocessing } from './preprocessing.js';

/** A line of `weights/torchvision.json`, which `tools/oracle/make_weights.py` writes. */
interface TorchvisionLine extends Preprocessing {
  readonly arch: string;
  readonly tag: string;
  readonly default: boolean;
  readonly url: string;
  readonly licence: string;
}

/** A line of `weights/timm.json`, which `tools/oracle/make_timm.py` writes. */
interface TimmLine extends Preprocessing {
  readonly arch: string;
  readonly tag: string;
  readonly default: boolean;
  /** On the Hugging Face hub. */
  readonly repository: string;
  /** The torchvision tag that holds the same values. */
  readonly sameAs: string | null;
  /** Number of classes of the head; 0 without one. */
  readonly classes: number;
  readonly licence: string;
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../weights/${name}.json`, import.meta.url), 'utf8'));

/** torchvision's weights, as they were published. */
export const torchvisionLines = read('torchvision') as readonly TorchvisionLine[];

/** timm's weights of nets that torchvision has too. */
export const timmLines = read('timm') as readonly TimmLine[];

/** Names of the 1000 classes of ImageNet-1k, as torchvision has them. */
export const imagenetClasses = read('imagenet-classes') as readonly string[];
