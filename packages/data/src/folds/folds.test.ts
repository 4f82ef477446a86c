import { readFileSync } from 'node:fs';
import { RandomStream } from '@frostline/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignFolds, completeFoldPlan, stratifyLabelSets, type FoldData } from '../index.js';
import { readFoldCells } from './predefined.js';
import { foldKindNames, type FoldPlan, type PartialFoldPlan } from '@frostline/protocol';

interface Case {
  readonly labels: number[];
  readonly groups: number[];
  readonly count: number;
  readonly fraction: number;
  readonly folds: number[];
}
const golden = JSON.parse(
  readFileSync(new URL('../../golden/folds.json', import.meta.url), 'utf8'),
) as Record<'cases' | 'group' | 'stratified_group' | 'holdout', Case[]>;

const labels = Array.from({ length: 101 }, (_, row) => (row * row) % 7);
const rowsOf = (labels: readonly number[], groups?: readonly number[]): { label: number; group?: string }[] =>
  labels.map((label, row) => ({ label, ...(groups && { group: String(groups[row]) }) }));
const stratified = (count: number, seed: number | null): FoldPlan => ({ kind: 'stratified', count, seed });

/** counts[class][fold] */
function countsOf(labels: readonly number[], folds: Int32Array, count: number): number[][] {
  const counts = Array.from({ length: Math.max(...labels) + 1 }, () => new Array<number>(count).fill(0));
  for (const [row, fold] of folds.entries()) {
    const ofClass = counts[labels[row] ?? 0] ?? [];
    ofClass[fold] = (ofClass[fold] ?? 0) + 1;
  }
  return counts;
}

/** The folds in which each group is. */
function foldsOfGroups(groups: readonly number[], folds: Int32Array): Set<number>[] {
  const found = new Map<number, Set<number>>();
  groups.forEach((group, row) => found.set(group, (found.get(group) ?? new Set()).add(folds[row] ?? NaN)));
  return [...found.values()];
}

/** Samples in groups; a class of its own for some groups, mixed in others. */
const grouped = fc
  .record({
    groups: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 60, maxLength: 200 }),
    classes: fc.integer({ min: 2, max: 5 }),
    seed: fc.integer({ min: 0, max: 0xffffffff }),
  })
  .filter(({ groups }) => new Set(groups).size >= 12)
  .chain(({ groups, classes, seed }) =>
    fc.record({
      groups: fc.constant(groups),
      seed: fc.constant(seed),
      labels: fc.array(fc.integer({ min: 0, max: classes - 1 }), {
        minLength: groups.length,
        maxLength: groups.length,
      }),
    }),
  );

describe('without a seed, folds equal those of scikit-learn:', () => {
  it.each(golden.cases)('StratifiedKFold with $count folds', ({ labels, count, folds }) => {
    expect([...assignFolds(rowsOf(labels), stratified(count, null))]).toEqual(folds);
  });

  it.each(['group', 'stratified_group'] as const)('%s, in every case', (kind) => {
    for (const { labels, groups, count, folds } of golden[kind])
      expect([...assignFolds(rowsOf(labels, groups), { kind, count, seed: null })]).toEqual(folds);
    expect(golden[kind].length).toBeGreaterThan(30);
  });

  it.each(golden.holdout)('train_test_split of $fraction', ({ labels, fraction, folds }) => {
    const plan = { kind: 'holdout', count: 1, seed: null, fraction } as const;
    expect([...assignFolds(rowsOf(labels), plan)]).toEqual(folds);
  });
});

describe('stratified folds', () => {
  it.each([0, 1, 12345])('with seed %i, class counts and fold sizes differ by at most one', (seed) => {
    const folds = assignFolds(rowsOf(labels), stratified(4, seed));
    const counts = countsOf(labels, folds, 4);
    const sizes = [0, 1, 2, 3].map((fold) => folds.filter((other) => other === fold).length);
    for (const row of [...counts, sizes]) expect(Math.max(...row) - Math.min(...row)).toBeLessThanOrEqual(1);
    expect(sizes.reduce((a, b) => a + b)).toBe(labels.length);
  });

  it('let a class be smaller than the number of folds, but not all of them', () => {
    expect(new Set(assignFolds(rowsOf([0, 0, 0, 0, 1]), stratified(3, 0)))).toEqual(new Set([0, 1, 2]));
    expect(() => assignFolds(rowsOf([0, 0, 1, 1]), stratified(3, 0))).toThrow(
      'folds.count: no class has as many samples as there are folds: class 0, the largest, has 2; found 3; allowed: 2..2',
    );
    const details = { classes: ['cat', 'dog'], place: 'sweep.yaml' };
    expect(() => assignFolds(rowsOf([0, 1, 1]), stratified(3, 0), details)).toThrow(
      'sweep.yaml: no class has as many samples as there are folds: class dog, the largest, has 2;',
    );
  });
});

describe('every kind of folds', () => {
  const groups = labels.map((_, row) => Math.floor(row / 3));
  const given = rowsOf(labels, groups).map((row, at) => ({ ...row, fold: Math.floor(at / 3) % 3 }));
  const planOf = (kind: FoldPlan['kind'], seed: number | null): FoldPlan => ({
    kind,
    count: kind === 'holdout' ? 1 : 3,
    seed,
    ...(kind === 'holdout' && { fraction: 0.25 }),
  });

  it.each(foldKindNames)('%s gives the same for the same seed', (kind) => {
    const of = (seed: number): number[] => [...assignFolds(given, planOf(kind, seed))];
    expect(of(5)).toEqual(of(5));
    if (kind === 'predefined') expect(of(5)).toEqual(given.map(({ fold }) => fold));
    else expect(of(5)).not.toEqual(of(6));
  });
});

describe('folds of groups, with a seed', () => {
  it('part no group, and balance sizes as far as the largest group lets them', () => {
    fc.assert(
      fc.property(grouped, fc.integer({ min: 2, max: 6 }), ({ groups, labels, seed }, count) => {
        const folds = assignFolds(rowsOf(labels, groups), { kind: 'group', count, seed });
        for (const inFolds of foldsOfGroups(groups, folds)) expect(inFolds.size).toBe(1);
        const sizes = Array.from({ length: count }, (_, k) => folds.filter((fold) => fold === k).length);
        const largest = Math.max(...groups.map((group) => groups.filter((other) => other === group).length));
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(largest);
      }),
      { numRuns: 60 },
    );
  });

  it('when stratified, part no group, and share classes out better than chance does', () => {
    const unevenness = (labels: number[], folds: Int32Array, count: number): number =>
      countsOf(labels, folds, count)
        .map((row) => Math.max(...row) - Math.min(...row))
        .reduce((a, b) => a + b, 0);
    let [greedy, chance] = [0, 0];
    fc.assert(
      fc.property(grouped, ({ groups, labels, seed }) => {
        const folds = assignFolds(rowsOf(labels, groups), { kind: 'stratified_group', count: 3, seed });
        for (const inFolds of foldsOfGroups(groups, folds)) expect(inFolds.size).toBe(1);
        greedy += unevenness(labels, folds, 3);
        chance += unevenness(
          labels,
          Int32Array.from(groups, (group) => ((group * 7 + seed) % 31) % 3),
          3,
        );
      }),
      { numRuns: 60 },
    );
    expect(greedy).toBeLessThan(chance / 2);
  });

  it('need as many groups as folds, and leave no fold empty', () => {
    expect(() =>
      assignFolds(rowsOf([0, 1, 0, 1], [0, 0, 1, 1]), { kind: 'group', count: 3, seed: 0 }),
    ).toThrow('folds.count: there are fewer groups than folds; found 3; allowed: 2..2');
    const oneGroup = rowsOf([0, 1, 0, 1, 0, 1], [0, 0, 0, 0, 0, 0]);
    expect(() => assignFolds(oneGroup, { kind: 'stratified_group', count: 3, seed: 0 })).toThrow(
      /fold \d has no images/,
    );
  });
});

describe('holdout', () => {
  it('validates the fraction, rounded up, and of each class its part to within one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 20, maxLength: 120 }),
        fc.double({ min: 0.1, max: 0.6, noNaN: true }),
        fc.integer({ min: 0, max: 1000 }),
        (labels, fraction, seed) => {
          const folds = assignFolds(rowsOf(labels), { kind: 'holdout', count: 1, seed, fraction });
          expect(new Set(folds)).toEqual(new Set([-1, 0]));
          expect(folds.filter((fold) => fold === 0)).toHaveLength(Math.ceil(fraction * labels.length));
          for (const label of new Set(labels)) {
            const rows = labels.flatMap((other, row) => (other === label ? [row] : []));
            const validated = rows.filter((row) => folds[row] === 0).length;
            expect(Math.abs(validated - fraction * rows.length)).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('takes whole groups, about the fraction of the samples', () => {
    fc.assert(
      fc.property(grouped, ({ groups, labels, seed }) => {
        const plan = { kind: 'holdout', count: 1, seed, fraction: 0.3 } as const;
        const folds = assignFolds(rowsOf(labels, groups), plan);
        for (const inFolds of foldsOfGroups(groups, folds)) expect(inFolds.size).toBe(1);
        const share = folds.filter((fold) => fold === 0).length / folds.length;
        expect(Math.abs(share - 0.3)).toBeLessThan(0.2);
      }),
      { numRuns: 60 },
    );
  });

  it('in file order refuses to part a group', () => {
    const plan = { kind: 'holdout', count: 1, seed: null, fraction: 0.5 } as const;
    expect(() => assignFolds(rowsOf([0, 1, 0, 1], [0, 1, 1, 2]), plan)).toThrow(
      'holdout folds part a group; found "\\"1\\" in training only and fold 0"',
    );
  });
});

describe('iterative stratification', () => {
  it('gives every sample one fold, and shares every label out far better than chance does', () => {
    let [dealt, chance] = [0, 0];
    fc.assert(
      fc.property(
        fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }), {
          minLength: 30,
          maxLength: 150,
        }),
        fc.integer({ min: 2, max: 5 }),
        fc.option(fc.integer({ min: 0, max: 1000 })),
        (sets, count, seed) => {
          const folds = stratifyLabelSets(sets, count, seed);
          expect(folds.every((fold) => fold >= 0 && fold < count)).toBe(true);
          const random = new RandomStream(seed ?? 0, 'chance');
          const drawn = folds.map(() => random.nextBelow(count));
          for (const label of new Set(sets.flat())) {
            const rows = sets.flatMap((set, row) => (set.includes(label) ? [row] : []));
            const spread = (of: Int32Array): number => {
              const held = Array.from(
                { length: count },
                (_, k) => rows.filter((row) => of[row] === k).length,
              );
              return Math.max(...held) - Math.min(...held);
            };
            dealt += spread(folds);
            chance += spread(drawn);
          }
        },
      ),
      { numRuns: 100 },
    );
    expect(dealt).toBeLessThan(chance / 3);
  });

  it('deals the rarest label out first', () => {
    // Label 1 is with label 0 twice: each fold must get one of them, though label 0 alone would not need it.
    const folds = stratifyLabelSets([[0, 1], [0, 1], [0], [0]], 2, null);
    expect(folds[0]).not.toBe(folds[1]);
    expect(folds[2]).not.toBe(folds[3]);
  });
});

describe('given folds', () => {
  it('are numbered from 0 in their order; words may name training and validation', () => {
    expect(readFoldCells(['3', '1', '-1', '7.0', '1'])).toEqual({
      folds: Int32Array.from([1, 0, -1, 2, 0]),
      count: 3,
    });
    expect(readFoldCells(['Train', 'val', 'valid'])).toEqual({
      folds: Int32Array.from([-1, 0, 0]),
      count: 1,
    });
    expect(readFoldCells(['0', 'test'])).toEqual({ row: 1 });
  });

  it('must leave something to train on, and part no group', () => {
    const plan: FoldPlan = { kind: 'predefined', count: 1, seed: null };
    const rows = rowsOf([0, 1, 0, 1]).map((row) => ({ ...row, fold: 0 }));
    expect(() => assignFolds(rows, plan)).toThrow('nothing is left to train on');
    const torn = rowsOf([0, 1, 0, 1], [0, 0, 1, 1]).map((row, at) => ({ ...row, fold: at === 0 ? 0 : -1 }));
    expect(() => assignFolds(torn, plan)).toThrow('predefined folds part a group');
  });
});

describe('completeFoldPlan', () => {
  const none: FoldData = { hasGroups: false, predefined: undefined };
  const complete = (data: FoldData, ...parts: PartialFoldPlan[]): FoldPlan =>
    completeFoldPlan(
      parts.map((part, at) => ({ parts: part, placeOf: (key) => `file ${at}, ${key}` })),
      data,
    );

  it('takes what fits the data where no kind is said', () => {
    expect(complete(none, {})).toEqual({ kind: 'stratified', count: 3, seed: 0 });
    expect(complete({ ...none, hasGroups: true }, { seed: 4 })).toEqual({
      kind: 'stratified_group',
      count: 3,
      seed: 4,
    });
    expect(complete({ hasGroups: true, predefined: 5 }, {})).toEqual({
      kind: 'predefined',
      count: 5,
      seed: null,
    });
  });

  it('lets a later file change parts, or all', () => {
    expect(complete(none, { count: 4, seed: 7 }, { count: 5 })).toEqual({
      kind: 'stratified',
      count: 5,
      seed: 7,
    });
    expect(complete(none, { count: 4, seed: null }, { kind: 'holdout' })).toEqual({
      kind: 'holdout',
      count: 1,
      seed: null,
      fraction: 0.2,
    });
    expect(complete(none, { kind: 'holdout', fraction: 0.3 }, { kind: 'stratified' })).toEqual({
      kind: 'stratified',
      count: 3,
      seed: 0,
    });
  });

  it('reads back what it gave', () => {
    for (const parts of [{}, { kind: 'holdout', seed: null }, { count: 5 }] as PartialFoldPlan[])
      expect(complete(none, { count: 7 }, complete(none, parts))).toEqual(complete(none, parts));
  });

  it('refuses what a kind has no use for, and kinds that the data cannot give', () => {
    expect(() => complete(none, { fraction: 0.2 })).toThrow(
      'file 0, fraction: stratified folds have no fraction',
    );
    expect(() => complete(none, { kind: 'holdout' }, { count: 5 })).toThrow(
      'file 1, count: not a number of holdout folds; found 5; allowed: 1',
    );
    expect(() => complete(none, { count: 1 })).toThrow('file 0, count: not a number of stratified folds');
    expect(() => complete(none, {}, { kind: 'group' })).toThrow(
      'file 1, kind: group folds need the column train.group in competition.yaml',
    );
    expect(() => complete(none, { kind: 'predefined' })).toThrow('train.fold');
  });
});
