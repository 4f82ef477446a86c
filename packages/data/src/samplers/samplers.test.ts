import { describe, expect, it } from 'vitest';
import { classWeights } from '../class-weights.js';
import { epochSamplers } from './index.js';

// 600, 60 and 6 images; rows begin at 1000, so that places and rows are not the same.
const labels = Int32Array.from({ length: 666 }, (_, i) => (i < 600 ? 0 : i < 660 ? 2 : 1));
const indices = Uint32Array.from(labels, (_, i) => 1000 + i);
const draw = (
  sampler: keyof typeof epochSamplers,
  epoch = 0,
  seed = 0,
  scheme: 'none' | 'balanced' = 'balanced',
) => epochSamplers[sampler]({ indices, labels, classWeights: classWeights(scheme, labels, 4), seed, epoch });
const counts = (rows: Uint32Array): number[] => {
  const found = [0, 0, 0, 0];
  for (const row of rows) {
    const label = labels[row - 1000] ?? 3;
    found[label] = (found[label] ?? 0) + 1;
  }
  return found;
};

describe.each(Object.keys(epochSamplers) as (keyof typeof epochSamplers)[])('%s', (sampler) => {
  it('gives as many rows as there are images, all of them training images', () => {
    const rows = draw(sampler);
    expect(rows).toHaveLength(indices.length);
    expect(rows.every((row) => row >= 1000 && row < 1666)).toBe(true);
  });

  it('is a function of seed and epoch', () => {
    expect(draw(sampler, 3, 1)).toEqual(draw(sampler, 3, 1));
    expect(draw(sampler, 3, 1)).not.toEqual(draw(sampler, 4, 1));
    expect(draw(sampler, 3, 1)).not.toEqual(draw(sampler, 3, 2));
  });
});

it('shuffle sees each image once', () => {
  expect([...draw('shuffle')].sort((a, b) => a - b)).toEqual([...indices]);
});

it('weighted draws classes by weight times count, and images of a class evenly', () => {
  const total = [0, 0, 0, 0];
  const ofRare = new Map<number, number>();
  const epochs = 50;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const rows = draw('weighted', epoch);
    counts(rows).forEach((count, c) => (total[c] = (total[c] ?? 0) + count));
    for (const row of rows) if (row >= 1660) ofRare.set(row, (ofRare.get(row) ?? 0) + 1);
  }
  // A third of 33,300 draws each: standard deviation 86.
  for (const count of total.slice(0, 3)) expect(Math.abs(count - 11_100)).toBeLessThan(5 * 86);
  expect(total[3]).toBe(0);
  // A sixth of those each: standard deviation 42.
  expect(ofRare.size).toBe(6);
  for (const count of ofRare.values()) expect(Math.abs(count - 1850)).toBeLessThan(5 * 42);
});

it('weighted without class weights draws by count', () => {
  expect(Math.abs((counts(draw('weighted', 0, 0, 'none'))[0] ?? 0) - 600)).toBeLessThan(5 * 8);
});

it('balanced sees every class equally often, its images as evenly as can be', () => {
  const rows = draw('balanced');
  expect(counts(rows)).toEqual([222, 222, 222, 0]);
  const times = new Map<number, number>();
  for (const row of rows) times.set(row, (times.get(row) ?? 0) + 1);
  for (const [row, count] of times)
    expect(count).toBeGreaterThanOrEqual(row >= 1660 ? 37 : row >= 1600 ? 3 : 1);
  expect(Math.max(...[...times].filter(([row]) => row < 1600).map(([, count]) => count))).toBe(1);
});

it('balanced gives what is left over to classes that the epoch draws', () => {
  const few = { labels: Int32Array.of(0, 0, 0, 1, 1, 2, 2, 2), classWeights: [1, 1, 1] };
  const extra = new Set(
    Array.from({ length: 20 }, (_, epoch) => {
      const rows = epochSamplers.balanced({
        ...few,
        indices: Uint32Array.from(few.labels.keys()),
        seed: 0,
        epoch,
      });
      const found = [0, 0, 0];
      for (const row of rows) {
        const label = few.labels[row] ?? 0;
        found[label] = (found[label] ?? 0) + 1;
      }
      return found.join();
    }),
  );
  expect(extra).toEqual(new Set(['3,3,2', '3,2,3', '2,3,3']));
});
