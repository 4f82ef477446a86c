import { describe, expect, it } from 'vitest';
import type { Draw } from '../domain.js';
import { loadSweep } from '../load-sweep.js';
import { searchSpace } from '../search-space.js';
import { samplerNames, samplers, type SamplerName } from './registry.js';
import { catalog } from '../testing/catalog.js';

function take(method: SamplerName, parameters: string, count: number, seed = 0): Draw[] {
  const text = `name: t
competition: c.yaml
method: ${method}
run_cap: 1
trial: { backbone: squeezenet1_1 }
parameters:
${parameters}`;
  const space = searchSpace(loadSweep(text, { file: 'sweep.yaml', catalog }), catalog);
  const draws: Draw[] = [];
  for (const draw of samplers[method].draws(space, seed)) if (draws.push(draw) === count) break;
  return draws;
}

const lists = `  freeze: { values: [head, full] }
  optimizer: { values: [sgd, adamw] }
  learning_rate: { per: freeze, values: { head: [0.1, 0.2], full: [0.01] } }
`;

describe.each(samplerNames)('sampler %s', (method) => {
  it('draws every parameter, from the values that its per map gives', () => {
    for (const { freeze, optimizer, learning_rate } of take(method, lists, 50)) {
      expect(['sgd', 'adamw']).toContain(optimizer);
      expect(freeze === 'head' ? [0.1, 0.2] : [0.01]).toContain(learning_rate);
    }
  });

  it('draws the same again, and longer sweeps begin as shorter ones', () => {
    expect(take(method, lists, 3)).toEqual(take(method, lists, 6).slice(0, 3));
  });

  it('reaches every combination', () => {
    const seen = new Set(take(method, lists, 200).map((draw) => JSON.stringify(draw)));
    expect(seen.size).toBe(6);
  });
});

describe('grid', () => {
  it('lists each combination once, the last parameter fastest, dependents after what they depend on', () => {
    const cells = take('grid', lists, 100).map(({ freeze, learning_rate, optimizer }) =>
      [freeze, optimizer, learning_rate].join(' '),
    );
    expect(cells).toEqual([
      'head sgd 0.1',
      'head sgd 0.2',
      'head adamw 0.1',
      'head adamw 0.2',
      'full sgd 0.01',
      'full adamw 0.01',
    ]);
  });

  it('follows a chain of per, whatever the order in which it is written', () => {
    const chain = `  freeze: { per: optimizer, values: { sgd: head, adamw: [full] } }
  optimizer: { values: [sgd, adamw] }
  weight_decay: { per: freeze, values: { head: 0, full: { values: [0.1, 0.2] } } }
`;
    expect(take('grid', chain, 100)).toEqual([
      { optimizer: 'sgd', freeze: 'head', weight_decay: 0 },
      { optimizer: 'adamw', freeze: 'full', weight_decay: 0.1 },
      { optimizer: 'adamw', freeze: 'full', weight_decay: 0.2 },
    ]);
  });

  it('depends on fixed settings and defaults, too', () => {
    const fixed = '  freeze: { per: backbone, values: { squeezenet1_1: [head], default: [full] } }\n';
    expect(take('grid', fixed, 100)).toEqual([{ freeze: 'head' }]);
    const byDefault = '  freeze: { per: optimizer, values: { sgd: [full], default: [head] } }\n';
    expect(take('grid', byDefault, 100)).toEqual([{ freeze: 'full' }]);
  });
});

describe('random', () => {
  const freeze = '  freeze: { value: full }\n';
  const values = (parameter: string, name: 'learning_rate' | 'epochs', count: number, seed = 0): number[] =>
    take('random', `${freeze}  ${name}: ${parameter}\n`, count, seed).map((draw) => Number(draw[name]));

  /** Largest distance between the empirical and the true distribution function (Kolmogorov–Smirnov). */
  function distance(sample: readonly number[], cdf: (value: number) => number): number {
    const sorted = [...sample].sort((a, b) => a - b);
    return Math.max(...sorted.map((value, index) => Math.abs(cdf(value) - (index + 0.5) / sorted.length)));
  }
  /** The 0.1 % point of that distance for 1,000 draws: 1.95 / √n. */
  const limit = 1.95 / Math.sqrt(1000);

  it('spreads uniform evenly', () => {
    const sample = values('{ min: 0.001, max: 0.1 }', 'learning_rate', 1000);
    expect(distance(sample, (value) => (value - 0.001) / 0.099)).toBeLessThan(limit);
  });

  it('spreads log_uniform_values evenly over the logarithm', () => {
    const spec = '{ distribution: log_uniform_values, min: 0.001, max: 0.1 }';
    const sample = values(spec, 'learning_rate', 1000);
    expect(distance(sample, (value) => Math.log(value / 0.001) / Math.log(100))).toBeLessThan(limit);
    expect(Math.min(...sample)).toBeGreaterThanOrEqual(0.001);
    expect(Math.max(...sample)).toBeLessThanOrEqual(0.1);
  });

  it('draws whole numbers with both ends for a whole-numbered setting', () => {
    const sample = values('{ min: 3, max: 6 }', 'epochs', 1000);
    const counts = [3, 4, 5, 6].map((epochs) => sample.filter((value) => value === epochs).length);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1000);
    // χ² with 3 degrees of freedom, 0.1 % point.
    expect(counts.reduce((sum, count) => sum + (count - 250) ** 2 / 250, 0)).toBeLessThan(16.27);
  });

  it('moves no value when another parameter is added, and every value with the seed', () => {
    const alone = values('{ min: 0.001, max: 0.1 }', 'learning_rate', 5);
    const together = take(
      'random',
      `${freeze}  learning_rate: { min: 0.001, max: 0.1 }\n  momentum: { min: 0, max: 0.9 }\n`,
      5,
    );
    expect(together.map((draw) => draw.learning_rate)).toEqual(alone);
    const other = values('{ min: 0.001, max: 0.1 }', 'learning_rate', 5, 1);
    expect(other.filter((value) => alone.includes(value))).toEqual([]);
  });
});
