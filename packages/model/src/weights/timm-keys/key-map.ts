import type { HostRecord } from '@frostline/engine';

/** How a family's state dict in timm becomes torchvision's; values are the same, in the same order. */
export interface KeyMap {
  /** Keys that all stand only in timm's state dict of this family. */
  readonly marks: readonly string[];
  /** The first pattern that fits a key, whole, says its new name. A key that none fits is left out: nets compute it. */
  readonly rules: readonly KeyRule[];
}

export type KeyRule = readonly [
  pattern: RegExp,
  to: string | ((...groups: string[]) => string),
  shape?: Reshape,
];

type Shape = readonly number[];
type Reshape = (shape: Shape) => Shape;

/** Whether a state dict is timm's of this family. */
export const recognises = ({ marks }: KeyMap, state: HostRecord): boolean =>
  marks.every((key) => Object.hasOwn(state, key));

/** Renames a state dict. */
export function renameKeys({ rules }: KeyMap, state: HostRecord): HostRecord {
  return Object.fromEntries(
    Object.entries(state).flatMap(([key, tensor]) => {
      for (const [pattern, to, reshape] of rules) {
        const found = pattern.exec(key);
        if (found === null) continue;
        const name = typeof to === 'string' ? key.replace(pattern, to) : to(...found.slice(1));
        return [[name, reshape === undefined ? tensor : { ...tensor, shape: reshape(tensor.shape) }]];
      }
      return [];
    }),
  );
}

/** A layer's parameters and buffers keep their names. */
export const rename = (from: string, to: string | ((...groups: string[]) => string)): KeyRule => {
  const pattern = new RegExp(`^${from}\\.(\\w+)$`);
  if (typeof to === 'string') return [pattern, (...groups) => `${fill(to, groups)}.${groups.at(-1) ?? ''}`];
  return [pattern, (...groups) => `${to(...groups)}.${groups.at(-1) ?? ''}`];
};

/** `$1` becomes the first group. */
const fill = (text: string, groups: readonly string[]): string =>
  text.replaceAll(/\$(\d)/g, (_whole, index: string) => groups[Number(index) - 1] ?? '');

/** A number that counts from elsewhere. */
export const plus = (text: string | undefined, offset: number): string => String(Number(text) + offset);
