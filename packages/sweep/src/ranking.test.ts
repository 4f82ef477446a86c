import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rankTrials, summarizeFolds } from './ranking.js';

const order = (
  rows: readonly { id: string; score?: number | null; ordinal?: number }[],
  goal: 'maximize' | 'minimize' = 'maximize',
): string[] => rankTrials(rows, { goal }).map(({ id, rank }) => `${rank ?? '-'}:${id}`);

describe('rankTrials', () => {
  it('puts the best first by the goal', () => {
    const rows = [
      { id: 'a', score: 0.1 },
      { id: 'b', score: 0.9 },
    ];
    expect(order(rows)).toEqual(['1:b', '2:a']);
    expect(order(rows, 'minimize')).toEqual(['1:a', '2:b']);
  });

  it('never ranks what has no finite score, whatever the goal', () => {
    const rows = [
      { id: 'nan', score: NaN },
      { id: 'inf', score: Infinity },
      { id: 'minus', score: -Infinity },
      { id: 'null', score: null },
      { id: 'none' },
      { id: 'zero', score: 0 },
    ];
    for (const goal of ['maximize', 'minimize'] as const) {
      const [first, ...rest] = order(rows, goal);
      expect(first).toBe('1:zero');
      expect(rest.every((entry) => entry.startsWith('-'))).toBe(true);
    }
  });

  it('breaks ties by place in the sweep, then by id', () => {
    const rows = [
      { id: 'd', score: 0.5 },
      { id: 'c', score: 0.5, ordinal: 2 },
      { id: 'b', score: 0.5, ordinal: 1 },
      { id: 'a', score: 0.5, ordinal: 2 },
    ];
    expect(order(rows)).toEqual(['1:b', '2:a', '3:c', '4:d']);
  });

  it('does not depend on the order of its input', () => {
    const score = fc.oneof(fc.constantFrom(NaN, 0.5, null, Infinity, -0, 0), fc.double());
    const rows = fc.uniqueArray(fc.record({ id: fc.string(), score, ordinal: fc.constantFrom(1, 2, 3) }), {
      selector: ({ id }) => id,
    });
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (list, random) => {
        const shuffled = list
          .map((row) => ({ row, at: random.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ row }) => row);
        expect(order(shuffled)).toEqual(order(list));
      }),
    );
  });
});

describe('summarizeFolds', () => {
  const golden = JSON.parse(
    readFileSync(new URL('../golden/fold-summary.json', import.meta.url), 'utf8'),
  ) as { scores: number[]; mean: number; sd: number }[];

  it.each(golden)("equals NumPy's mean and sd of $scores", ({ scores, mean, sd }) => {
    const summary = summarizeFolds(scores);
    expect(Math.abs((summary?.mean ?? NaN) / mean - 1)).toBeLessThan(1e-14);
    expect(Math.abs((summary?.sd ?? NaN) / sd - 1)).toBeLessThan(1e-9);
  });

  it('has no sd for one fold, nothing for none, and shows NaN', () => {
    expect(summarizeFolds([0.5])).toEqual({ mean: 0.5, sd: null });
    expect(summarizeFolds([])).toBeNull();
    expect(summarizeFolds([0.5, NaN])).toEqual({ mean: NaN, sd: NaN });
  });
});
