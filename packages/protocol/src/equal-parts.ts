/**
 * Into how many equal micro-batches a batch is divided so that there are at least `atLeast` of them: the smallest
 * divisor of `batchSize` that is large enough, at most `batchSize` itself.
 *
 * @example
 * equalParts(6, 4); // 6: four parts of a batch of six would not be equal
 */
export function equalParts(batchSize: number, atLeast: number): number {
  let parts = Math.min(atLeast, batchSize);
  while (batchSize % parts !== 0) parts += 1;
  return parts;
}
