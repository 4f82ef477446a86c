import { describe, expect, it } from 'vitest';
import { compareNet, holds } from './compare.js';
import type { NetValues } from './net-values.js';
import type { Oracle } from './oracle-file.js';

const summary = (norm: number) => ({ norm, sum: 0, head: [norm, 0], err32: 1e-9 });

/** Truth and what was found, equal until one changes the second. */
function pair(): { oracle: Oracle; values: NetValues } {
  const pass = {
    logits: [[2, -1]],
    logits_err32: 1e-7,
    loss: 0.5,
    loss_err32: 1e-7,
    grad: { 'fc.weight': summary(4), 'fc.bias': summary(1e-4) },
    buffers: { 'bn.running_mean': summary(1) },
  };
  const oracle: Oracle = {
    model: 'net',
    seed: 'frost',
    input: { shape: [1, 3, 8, 8], labels: [0] },
    num_classes: 2,
    parameters: 6,
    repr: 'Net(\n  (fc): Linear(in_features=2, out_features=2, bias=True)\n)',
    state_dict: { 'fc.weight': [2, 2], 'fc.bias': [2] },
    eval: pass,
    train: pass,
  };
  return { oracle, values: { ...structuredClone(oracle), eval: pass, train: pass } };
}

it('equal nets agree', () => {
  const { oracle, values } = pair();
  const verdict = compareNet(oracle, values);
  expect(holds(verdict)).toBe(true);
  expect(verdict.worst.ratio).toBe(0);
});

describe('a difference is named', () => {
  it.each<[keyof NetValues, string, Partial<NetValues>, string]>([
    [
      'repr',
      'repr',
      { repr: 'Net(\n)' },
      ') instead of (fc): Linear(in_features=2, out_features=2, bias=True)',
    ],
    ['state_dict', 'keys', { state_dict: { 'fc.weight': [2, 2] } }, 'nothing instead of fc.bias'],
    [
      'state_dict',
      'shapes',
      { state_dict: { 'fc.weight': [2, 3], 'fc.bias': [2] } },
      'fc.weight [2, 3] instead of fc.weight [2, 2]',
    ],
    ['parameters', 'count', { parameters: 5 }, '5 instead of 6'],
  ])('%s: %s', (_member, check, change, difference) => {
    const { oracle, values } = pair();
    const verdict = compareNet(oracle, { ...values, ...change });
    expect(verdict).toMatchObject({ [check]: difference });
    expect(holds(verdict)).toBe(false);
  });
});

describe('what is too far from the truth is named, and what is within the allowance is not', () => {
  const changed = (
    mode: 'eval' | 'train',
    change: (pass: NetValues['eval']) => Partial<NetValues['eval']>,
  ): ReturnType<typeof compareNet> => {
    const { oracle, values } = pair();
    return compareNet(oracle, { ...values, [mode]: { ...values[mode], ...change(values[mode]) } });
  };

  it.each([
    // 1e-5 of the largest logit, for the loss too
    ['logits', (error: number) => () => ({ logits: [[2, -1 + error]] }), 2e-5],
    ['loss', (error: number) => () => ({ loss: 0.5 + error }), 2e-5],
    // 1e-3 of the norm
    ['grad fc.weight', tensor('grad', 'fc.weight', 'norm'), 4e-3],
    ['grad fc.weight', tensor('grad', 'fc.weight', 'head'), 4e-3],
    // 1e-6 of the largest norm
    ['grad fc.bias', tensor('grad', 'fc.bias', 'norm'), 4e-6],
    ['buffers bn.running_mean', tensor('buffers', 'bn.running_mean', 'head'), 1e-3],
  ])('%s', (what, change, allowed) => {
    for (const mode of ['eval', 'train'] as const) {
      const wrong = changed(mode, change(1.01 * allowed));
      expect(wrong.worst.what).toBe(`${mode} ${what}`);
      expect(wrong.worst.ratio).toBeCloseTo(1.01, 3);
      expect(holds(wrong)).toBe(false);
      expect(holds(changed(mode, change(0.99 * allowed)))).toBe(true);
    }
  });

  it.each([
    ['a gradient that is missing', () => ({ grad: {} }), 'eval grad fc.weight'],
    ['a logit that is no number', () => ({ logits: [[Number.NaN, -1]] }), 'eval logits'],
    ['a row too few', () => ({ logits: [] }), 'eval logits'],
  ])('%s is infinitely wrong', (_name, change, what) => {
    expect(changed('eval', change).worst).toEqual({ what, ratio: Infinity });
  });
});

/** Moves the norm, or the second of the first values, of one tensor. */
function tensor(kind: 'grad' | 'buffers', key: string, part: 'norm' | 'head') {
  return (error: number) =>
    (pass: NetValues['eval']): Partial<NetValues['eval']> => {
      const summary = pass[kind]?.[key];
      if (summary === undefined) throw new Error(`no ${key}`);
      const moved =
        part === 'norm' ? { norm: summary.norm + error } : { head: [summary.head[0] ?? 0, error] };
      return { [kind]: { ...pass[kind], [key]: { ...summary, ...moved } } };
    };
}
