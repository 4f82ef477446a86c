import { readFileSync } from 'node:fs';
import type { HostRecord, HostTensor } from '@frostline/engine';

/** L2 norm, first values, and the L2 norm of torch's own float32 error. */
export type Summary = number[];

/** What torchvision's net gives in one mode: float64 truth, and how far torch's float32 is from it. */
export interface GoldenPass {
  readonly logits: number[][];
  readonly logitsErr32: number;
  readonly loss: number;
  readonly lossErr32: number;
  readonly gradients: Record<string, Summary>;
  readonly buffers?: Record<string, Summary>;
}

export interface Golden {
  readonly classes: number;
  readonly inputShape: number[];
  readonly labels: number[];
  readonly stateDict: [string, number[]][];
  readonly eval: GoldenPass;
  readonly train: GoldenPass;
}

/** The committed reference values of a net, made by tools/oracle/make_torchvision.py. */
export const readGolden = (net: string): Golden =>
  JSON.parse(
    readFileSync(new URL(`../../../packages/model/golden/torchvision/${net}.json`, import.meta.url), 'utf8'),
  ) as Golden;

/** Which tensors are further from the truth than torch's own float32 could be; empty is good. */
export function deviating(expected: Record<string, Summary>, actual: HostRecord): string[] {
  const largest = Math.max(...Object.values(expected).map(([norm = 0]) => norm));
  return Object.entries(expected).flatMap(([key, summary]) => {
    const [norm = 0, ...rest] = summary;
    const err32 = rest.pop() ?? 0;
    const values = actual[key]?.data ?? new Float32Array();
    const errors = rest.map((value, index) => Math.abs(value - (values[index] ?? Number.NaN)));
    errors.push(Math.abs(norm - l2Norm(values)));
    const allowed = Math.max(1e-3 * norm, 10 * err32, 1e-6 * largest);
    return errors.every((error) => error <= allowed)
      ? []
      : [`${key}: ${String(errors)} > ${String(allowed)}`];
  });
}

function l2Norm(values: HostTensor['data']): number {
  let sum = 0;
  for (const value of values) sum += value ** 2;
  return Math.sqrt(sum);
}

/** The largest distance between two lists of numbers; NaN if one is shorter. */
export const largestError = (expected: readonly number[], actual: ArrayLike<number>): number =>
  Math.max(...expected.map((value, index) => Math.abs(value - (actual[index] ?? Number.NaN))));
