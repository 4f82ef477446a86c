import type { HostTensor } from '@frostline/engine';

/** L2 norm and sum, in double precision, and the first four values. */
export interface Summary {
  readonly norm: number;
  readonly sum: number;
  readonly head: readonly number[];
}

/** What a net of ours gave in one mode. */
export interface PassValues {
  readonly logits: readonly (readonly number[])[];
  readonly loss: number;
  readonly grad: Readonly<Record<string, Summary>>;
  readonly buffers?: Readonly<Record<string, Summary>>;
}

/** A net of ours in the form of a file of the oracle. */
export interface NetValues {
  readonly model: string;
  readonly seed: string;
  readonly input: { readonly shape: readonly number[]; readonly labels: readonly number[] };
  readonly num_classes: number;
  readonly parameters: number;
  readonly repr: string;
  readonly state_dict: Readonly<Record<string, readonly number[]>>;
  readonly eval: PassValues;
  readonly train: PassValues;
}

export function summarize({ data }: HostTensor): Summary {
  let squares = 0;
  let sum = 0;
  for (const value of data) {
    squares += value * value;
    sum += value;
  }
  return { norm: Math.sqrt(squares), sum, head: Array.from(data.subarray(0, 4)) };
}
