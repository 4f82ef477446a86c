import { describe, expect, it } from 'vitest';
import { equalParts } from './equal-parts.js';

describe('equalParts', () => {
  it.each([
    [64, 1, 1],
    [64, 2, 2],
    [6, 2, 2],
    [6, 4, 6],
    [7, 2, 7],
    [1, 2, 1],
    [9, 2, 3],
  ])('divides a batch of %d into at least %d parts: %d', (batchSize, atLeast, parts) => {
    expect(equalParts(batchSize, atLeast)).toBe(parts);
  });
});
