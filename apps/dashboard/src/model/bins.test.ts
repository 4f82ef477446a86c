import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binsOf } from './bins.js';

const labels = (numbers: readonly number[], of = numbers): string[] => {
  const find = binsOf(numbers);
  return [...new Set(of.map((number) => find(number).label))];
};

describe('the intervals of a continuous setting', () => {
  it('are round and of one width', () => {
    const dropouts = Array.from({ length: 51 }, (_, index) => index / 100);
    expect(labels(dropouts)).toEqual([
      ...['0 – 0.1', '0.1 – 0.2', '0.2 – 0.3', '0.3 – 0.4', '0.4 – 0.5', '0.5 – 0.6'],
    ]);
  });

  it('grow with the numbers where these span decades', () => {
    const rates = Array.from({ length: 301 }, (_, index) =>
      Number((10 ** (-4 + index / 100)).toPrecision(6)),
    );
    expect(labels(rates)).toEqual([
      ...[
        '0.0001 – 0.0003',
        '0.0003 – 0.001',
        '0.001 – 0.003',
        '0.003 – 0.01',
        '0.01 – 0.03',
        '0.03 – 0.1',
        '0.1 – 0.3',
      ],
    ]);
  });

  it('have a place for every number, and not too many places', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((each) => Number(each.toPrecision(6)));
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 60 }), (numbers) => {
        const find = binsOf(numbers);
        const bins = numbers.map((each) => ({ each, bin: find(each) }));
        for (const { each, bin } of bins) {
          const slack = 1e-6 * Math.max(Math.abs(bin.from), Math.abs(bin.to));
          expect(each).toBeGreaterThanOrEqual(bin.from - slack);
          expect(each).toBeLessThanOrEqual(bin.to + slack);
        }
        const span = Math.max(...numbers) / Math.min(...numbers);
        if (span < 1e6) expect(new Set(bins.map(({ bin }) => bin.label)).size).toBeLessThan(16);
      }),
      { numRuns: 500 },
    );
  });
});
