import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  AtomicFile,
  FrostlineError,
  hashOf,
  InputError,
  InternalError,
  resolveInside,
  writeFileAtomic,
} from './index.js';

const scratch = (): string => mkdtempSync(path.join(tmpdir(), 'frostline-base-'));

describe('errors', () => {
  it('say the place, what was found, what is allowed and the fix', () => {
    const error = new InputError('bad-fold', 'no such fold', {
      place: 'competition.yaml:3:1',
      found: 7,
      allowed: '0..4',
      fix: 'set "folds"',
    });
    expect(error.message).toBe('competition.yaml:3:1: no such fold; found 7; allowed: 0..4; set "folds"');
    expect(error).toBeInstanceOf(FrostlineError);
    expect(error.exitCode).toBe(2);
    expect(new InternalError('lost', { place: 'here' }).message).toBe('internal: here: lost');
  });
});

describe('what an error found', () => {
  it.each([
    [Infinity, '.inf'],
    [[1, -Infinity], '[1,-.inf]'],
    [{ min: NaN, max: '.inf' }, '{"min":.nan,"max":".inf"}'],
    ['a', '"a"'],
    [null, 'null'],
    [Symbol.iterator, 'Symbol(Symbol.iterator)'],
  ])('%o is printed as YAML writes it', (found, text) => {
    expect(new InputError('bad', 'bad', { found }).message).toBe(`bad; found ${text}`);
  });
});

describe('hashOf', () => {
  it('does not depend on the order of keys', () => {
    expect(hashOf({ a: 1, b: [{ c: 2, d: 3 }] })).toBe(hashOf({ b: [{ d: 3, c: 2 }], a: 1 }));
    expect(hashOf({ a: 1 })).not.toBe(hashOf({ a: 2 }));
  });
});

describe('writeFileAtomic', () => {
  it('replaces the file and leaves no temporary behind', () => {
    const folder = scratch();
    writeFileAtomic(path.join(folder, 'x'), 'one');
    writeFileAtomic(path.join(folder, 'x'), 'two', new Uint8Array([33]));
    expect(readFileSync(path.join(folder, 'x'), 'utf8')).toBe('two!');
    expect(readdirSync(folder)).toEqual(['x']);
  });

  it('leaves the folder as it was when the target cannot be replaced', () => {
    const folder = scratch();
    mkdirSync(path.join(folder, 'taken', 'full'), { recursive: true });
    expect(() => writeFileAtomic(path.join(folder, 'taken'), 'x')).toThrow();
    expect(readdirSync(folder)).toEqual(['taken']);
  });
});

describe('AtomicFile', () => {
  it('has its name only once it is whole', () => {
    const file = path.join(scratch(), 'below', 'x');
    const growing = new AtomicFile(file);
    growing.write(Buffer.from('one '));
    growing.write(Buffer.from('two'));
    expect(readdirSync(path.dirname(file))).not.toContain('x');
    growing.finish();
    expect(readFileSync(file, 'utf8')).toBe('one two');
    expect(readdirSync(path.dirname(file))).toEqual(['x']);
  });

  it('leaves nothing behind when it is abandoned', () => {
    const folder = scratch();
    const growing = new AtomicFile(path.join(folder, 'x'));
    growing.write(Buffer.from('one'));
    growing.abandon();
    expect(readdirSync(folder)).toEqual([]);
    expect(() => {
      growing.write(Buffer.from('two'));
    }).toThrow(/closed/);
  });
});

describe('resolveInside', () => {
  it('refuses what leaves the folder', () => {
    const outer = scratch();
    const root = path.join(outer, 'data');
    mkdirSync(root);
    mkdirSync(path.join(outer, 'data-sibling'));
    writeFileSync(path.join(outer, 'data-sibling', 'x'), '');
    writeFileSync(path.join(root, 'inside'), '');
    symlinkSync(path.join(outer, 'data-sibling'), path.join(root, 'link'));
    expect(resolveInside(root, 'inside')).toMatch(/data\/inside$/);
    for (const bad of ['../data-sibling/x', '/etc/passwd', 'link/x', 'a\0b', '..'])
      expect(() => resolveInside(root, bad), bad).toThrow(/path leaves its folder/);
    expect(() => resolveInside(root, 'missing')).toThrow(/no such file/);
  });
});
