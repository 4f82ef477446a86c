import { describe, expect, it } from 'vitest';
import { batchParts } from './batch-parts.js';

describe('batchParts', () => {
  it.each([
    { batchSize: 32, parts: [1, 2, 4, 8, 16, 32, 32] },
    { batchSize: 6, parts: [1, 2, 6, 6] },
    { batchSize: 7, parts: [1, 7, 7] },
    { batchSize: 1, parts: [1, 1] },
  ])('divides a batch of $batchSize further with each failure: $parts', ({ batchSize, parts }) => {
    expect(parts.map((_, shortages) => batchParts(batchSize, shortages))).toEqual(parts);
  });
});
