import { RandomStream } from '@frostline/base';
import { describe, expect, it } from 'vitest';
import { leveledSettings } from './levels.js';
import { mainEffects } from './main-effects.js';
import { growTree } from './regression-tree.js';

/** A table of scores: its rows are one setting, its columns the other. */
const table = [
  [3, 1, 4, 1],
  [5, 9, 2, 6],
  [5, 3, 5, 8],
];
const cells = table.flatMap((scores, row) => scores.map((score, column) => ({ row, column, score })));
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]): number =>
  mean(values.map((value) => (value - mean(values)) ** 2));

const settings = leveledSettings(cells.map(({ row, column }) => ({ row: `r${row}`, column })));

describe('mainEffects', () => {
  it('is the two-way analysis of variance of a table', () => {
    const leaves = cells.map(({ row, column, score }) => ({
      regions: [column, row].map((level, index) =>
        new Uint8Array(index === 0 ? 4 : 3).fill(1, level, level + 1),
      ),
      score,
    }));
    const all = variance(table.flat());
    const columns = [0, 1, 2, 3].map((column) => mean(table.map((scores) => scores[column] ?? NaN)));
    const [byColumn, byRow] = mainEffects(settings, leaves) ?? [];
    expect(settings.map(({ name }) => name)).toEqual(['column', 'row']);
    expect(byColumn).toBeCloseTo(variance(columns) / all, 12);
    expect(byRow).toBeCloseTo(variance(table.map(mean)) / all, 12);
  });

  it('has nothing to share out where a tree tells the same everywhere', () => {
    const regions = settings.map(({ shares }) => new Uint8Array(shares.length).fill(1));
    expect(mainEffects(settings, [{ regions, score: 2 }])).toBeUndefined();
  });
});

describe('growTree', () => {
  it('covers every combination of levels exactly once, and tells apart what its sample does', () => {
    const scores = Float64Array.from(cells, ({ score }) => score);
    for (let tree = 0; tree < 20; tree++) {
      const leaves = growTree(settings, scores, new RandomStream(tree, 'test'));
      for (const { row, column } of cells)
        expect(
          leaves.filter(({ regions }) => regions[0]?.[column] === 1 && regions[1]?.[row] === 1),
        ).toHaveLength(1);
      // The same draws as the tree's: a leaf tells the mean of the sample's cells inside it, here always one score.
      const random = new RandomStream(tree, 'test');
      const sample = new Set(cells.map(() => random.nextBelow(cells.length)));
      for (const index of sample) {
        const { row, column, score } = cells[index] ?? { row: -1, column: -1, score: NaN };
        const leaf = leaves.find(({ regions }) => regions[0]?.[column] === 1 && regions[1]?.[row] === 1);
        expect(leaf?.score).toBeCloseTo(score, 12);
      }
    }
  });
});
