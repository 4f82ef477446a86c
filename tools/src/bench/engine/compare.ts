/** Time and loss of one run of one side. */
export interface Run {
  readonly ms: number;
  readonly loss: number;
}

/** What `--json` holds of a row. */
export interface RowResult {
  readonly name: string;
  readonly ours_ms: readonly number[];
  readonly peer_ms: readonly number[];
  /** Our median over the peer's. */
  readonly ratio: number;
}

/** The middle value; of an even number of values the mean of the two in the middle. @returns NaN of none */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const [low = NaN, high = NaN] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  return (low + high) / 2;
}

/** How far two sides' losses may be apart, in units of the peer's loss where that is more than 1. */
const lossTolerance = 1e-3;

/** The first run in which two sides' losses are further apart than `lossTolerance`; undefined when there is none. */
export function firstDisagreement(ours: readonly number[], peer: readonly number[]): number | undefined {
  const runs = Math.max(ours.length, peer.length);
  for (let run = 0; run < runs; run++) {
    const [own = NaN, other = NaN] = [ours[run], peer[run]];
    // What is not a number agrees with nothing.
    if (!(Math.abs(own - other) <= lossTolerance * Math.max(1, Math.abs(other)))) return run;
  }
  return undefined;
}

/** The candidate with the least median. */
export function fastest<T extends { readonly ms: readonly number[] }>(candidates: readonly [T, ...T[]]): T {
  return candidates.reduce((best, other) => (median(other.ms) < median(best.ms) ? other : best));
}

/** Whether a version of PyTorch is one to compare with: 2 or later. */
export function isComparable(version: string): boolean {
  return Number(/^(\d+)\./.exec(version)?.[1] ?? 0) >= 2;
}
