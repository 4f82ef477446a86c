import { RandomStream } from '@frostline/base';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { settingImportance, type ScoredTrial } from './setting-importance.js';

interface Golden {
  readonly studies: readonly {
    readonly name: string;
    readonly trials: readonly ScoredTrial[];
    /** What Optuna's forests say, mean over some seeds. */
    readonly importance: Readonly<Record<string, number>>;
  }[];
}
const { studies } = JSON.parse(
  readFileSync(new URL('../../golden/importance.json', import.meta.url), 'utf8'),
) as Golden;

const forest = { seed: 0, trees: 64 };

function drawn(count: number, draw: (random: RandomStream) => ScoredTrial): ScoredTrial[] {
  const random = new RandomStream(7, 'importance-test');
  return Array.from({ length: count }, () => draw(random));
}

function shares(trials: readonly ScoredTrial[]): Record<string, number> {
  return Object.fromEntries(
    settingImportance(trials, forest).map(({ setting, importance }) => [setting, importance]),
  );
}

describe('settingImportance', () => {
  it.each(studies)('agrees with Optuna: $name', ({ trials, importance }) => {
    const found = shares(trials);
    expect(Object.keys(found).sort()).toEqual(Object.keys(importance).sort());
    // Two forests of 64 trees on 200 trials: seeds of Optuna's own differ by about 0.015.
    for (const [setting, share] of Object.entries(importance))
      expect(Math.abs((found[setting] ?? NaN) - share), setting).toBeLessThan(0.04);
  });

  it('finds the shares of a function whose variances are known, and leaves those of interactions out', () => {
    const trials = drawn(2000, (random) => {
      const [a, b, heads] = [random.nextUniform(), random.nextUniform(), random.nextBelow(2)];
      const score = 2 * a + b ** 2 + 0.6 * heads + 4 * (a - 0.5) * (b - 0.5);
      return { settings: { a, b, c: heads === 1 ? 'heads' : 'tails' }, score };
    });
    const variances = { a: 4 / 12, b: 1 / 5 - 1 / 9, c: 0.6 ** 2 / 4, both: 16 / 144 };
    const all = variances.a + variances.b + variances.c + variances.both;
    const found = shares(trials);
    expect(Math.abs((found['a'] ?? NaN) - variances.a / all)).toBeLessThan(0.02);
    expect(Math.abs((found['b'] ?? NaN) - variances.b / all)).toBeLessThan(0.02);
    expect(Math.abs((found['c'] ?? NaN) - variances.c / all)).toBeLessThan(0.02);
  });

  it('sees only the order of numbers: a rate matters as much as its logarithm', () => {
    const rates = drawn(200, (random) => {
      const exponent = -4 * random.nextUniform();
      return { settings: { rate: 10 ** exponent, other: random.nextUniform() }, score: exponent ** 2 };
    });
    const exponents = rates.map(({ settings, score }) => ({
      settings: { ...settings, rate: Math.log10(Number(settings['rate'])) },
      score,
    }));
    expect(settingImportance(exponents, forest)).toEqual(settingImportance(rates, forest));
  });

  it('takes the absence of a setting for a value', () => {
    const trials = drawn(300, (random) => {
      const has = random.nextBelow(2) === 0;
      const dropout = random.nextUniform();
      return {
        settings: { dropout: has ? dropout : null, flip: random.nextBelow(2) === 0 },
        score: has ? dropout : -5,
      };
    });
    expect(shares(trials)['dropout']).toBeGreaterThan(0.98);
    const absent = trials.map(({ settings: { dropout, ...rest }, score }) => ({
      settings: dropout === null ? rest : { dropout, ...rest },
      score,
    }));
    expect(settingImportance(absent, forest)).toEqual(settingImportance(trials, forest));
  });

  it('falls, is the same for one seed, and leaves out what does not differ or has no score', () => {
    const trials = drawn(100, (random) => {
      const [a, b] = [random.nextUniform(), random.nextBelow(3)];
      return { settings: { b, a, fixed: 'x' }, score: 2 * a + 0.1 * b };
    });
    const found = settingImportance(trials, forest);
    expect(found.map(({ setting }) => setting)).toEqual(['a', 'b']);
    expect(found.every(({ sd }) => sd > 0 && sd < 0.1)).toBe(true);
    const diverged = { settings: { a: 9, b: 9, c: 9 }, score: NaN };
    expect(settingImportance([diverged, ...trials], forest)).toEqual(found);
    expect(settingImportance(trials, { ...forest, seed: 1 })).not.toEqual(found);
  });

  it('has nothing to say of few trials, or of trials that score the same', () => {
    const trials = drawn(8, (random) => ({
      settings: { a: random.nextUniform() },
      score: random.nextUniform(),
    }));
    expect(settingImportance(trials, forest)).toHaveLength(1);
    expect(settingImportance(trials.slice(1), forest)).toEqual([]);
    expect(
      settingImportance(
        trials.map(({ settings }) => ({ settings, score: 1 })),
        forest,
      ),
    ).toEqual([]);
    expect(settingImportance([], forest)).toEqual([]);
  });
});
