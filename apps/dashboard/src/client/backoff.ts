/** Milliseconds before the next try after some failures in a row: doubling from half a second, ten at most. */
export function backoff(failures: number, random: () => number = Math.random): number {
  const longest = Math.min(10_000, 500 * 2 ** Math.max(0, failures - 1));
  // Half of it at random, so that many pages do not come back at the same moment.
  return longest / 2 + (random() * longest) / 2;
}
