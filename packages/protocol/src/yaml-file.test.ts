import { InputError } from '@frostline/base';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readYaml } from './yaml-file.js';

const schema = z.strictObject({
  name: z.string().min(1),
  metric: z.enum(['accuracy', 'macro_f1']).default('macro_f1'),
  folds: z.strictObject({ kind: z.literal('stratified'), count: z.int().min(2) }).optional(),
  parameters: z
    .record(
      z.string(),
      z.union([z.strictObject({ values: z.array(z.number()) }), z.strictObject({ value: z.number() })]),
    )
    .optional(),
});

function messageOf(text: string, maxBytes?: number): string {
  try {
    readYaml(text, { file: 'sweep.yaml', schema, ...(maxBytes !== undefined && { maxBytes }) });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.code).toBe('bad-yaml');
    return error.message;
  }
  throw new Error('the text was accepted');
}

describe('readYaml', () => {
  it('returns the typed value with defaults filled in', () => {
    expect(readYaml('name: a # comment\n', { file: 'f', schema }).value).toEqual({
      name: 'a',
      metric: 'macro_f1',
    });
  });

  it('names the place of a wrong value, what was found and what is allowed', () => {
    expect(messageOf('name: a\nfolds:\n  kind: stratified\n  count: 1\n')).toBe(
      'sweep.yaml:4:10: folds.count is not valid; found 1; allowed: at least 2',
    );
    expect(messageOf('name: a\nmetric: f2\n')).toBe(
      'sweep.yaml:2:9: metric is not valid; found "f2"; allowed: accuracy, macro_f1',
    );
    expect(messageOf('name: 3\n')).toMatch(/^sweep\.yaml:1:7: name is not valid; found 3; allowed: text/);
  });

  it('points at an unknown key itself and lists the known ones', () => {
    expect(messageOf('name: a\nfolds:\n  kind: stratified\n  count: 3\n  sed: 1\n')).toBe(
      'sweep.yaml:5:3: unknown key "sed" in folds; allowed: kind, count',
    );
  });

  it('guesses what a mistyped key or word meant', () => {
    expect(messageOf('name: a\nmetrc: accuracy\n')).toMatch(
      /unknown key "metrc"; .*; did you mean "metric"\?$/,
    );
    expect(messageOf('name: a\nmetric: acuracy\n')).toMatch(
      /found "acuracy"; .*; did you mean "accuracy"\?$/,
    );
  });

  it('names a missing key at the map that lacks it', () => {
    expect(messageOf('name: a\nfolds: { kind: stratified }\n')).toBe(
      'sweep.yaml:2:8: folds.count is missing; allowed: a number',
    );
    expect(messageOf('')).toMatch(/^sweep\.yaml:1:1: the file is not valid; found null; allowed: a map/);
  });

  it('finds numeric keys and entries of lists', () => {
    expect(messageOf('name: a\nparameters:\n  1: { values: [1, x] }\n')).toBe(
      'sweep.yaml:3:20: parameters.1.values.1 is not valid; found "x"; allowed: a number',
    );
  });

  it('says what the branches of a union allow when none of them fits', () => {
    expect(messageOf('name: a\nparameters:\n  lr: 3\n')).toBe(
      'sweep.yaml:3:7: parameters.lr is not valid; found 3; allowed: a map',
    );
    expect(messageOf('name: a\nparameters:\n  lr: { vales: [3] }\n')).toMatch(
      /^sweep.yaml:3:7: parameters.lr is not valid; found .*; allowed: a map with values, value$/,
    );
  });

  it('lists every problem at once', () => {
    const message = messageOf('nme: a\nmetric: f2\n');
    expect(message).toMatch(/^sweep\.yaml: 3 problems:/);
    expect(message).toContain('sweep.yaml:1:1: unknown key "nme"');
    expect(message).toContain('sweep.yaml:2:9: metric is not valid');
    expect(message).toContain('name is missing');
  });

  it('refuses syntax errors, duplicate keys and second documents with their place', () => {
    expect(messageOf('name: [a\n')).toMatch(/^sweep\.yaml:\d+:\d+: /);
    expect(messageOf('name: a\nname: b\n')).toMatch(/^sweep\.yaml:2:1: .*unique/);
    expect(messageOf('name: a\n---\nname: b\n')).toMatch(/^sweep\.yaml:2:1: .*documents/);
  });

  it('refuses aliases and custom tags', () => {
    expect(messageOf('name: &a x\nmetric: *a\n')).toBe(
      'sweep.yaml:2:9: aliases are not read; found "*a"; write the value out',
    );
    expect(messageOf('name: !secret x\n')).toMatch(/^sweep\.yaml:1:7: .*tag/);
  });

  it('refuses what is too large or nested too deeply', () => {
    expect(messageOf('name: abc\n', 5)).toBe(
      'sweep.yaml: file is too large; found "10 bytes"; allowed: at most 5 bytes',
    );
    expect(messageOf('['.repeat(100_000))).toMatch(/^sweep\.yaml/);
  });

  it('keeps the place of every member for checks that come later', () => {
    const { placeOf } = readYaml('name: a\nfolds:\n  kind: stratified\n  count: 3\n', {
      file: 'f.yaml',
      schema,
    });
    expect(placeOf(['folds', 'count'])).toBe('f.yaml:4:10');
    expect(placeOf(['folds', 'seed'])).toBe('f.yaml:3:3');
  });
});
