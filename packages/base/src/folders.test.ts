import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError, makeFolder, usingPath } from './index.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'frostline-folders-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});
const make = (...parts: string[]) => {
  makeFolder(path.join(root, ...parts));
};

describe('makeFolder', () => {
  it('makes what is missing and leaves what is there', () => {
    make('a', 'b', 'c');
    writeFileSync(path.join(root, 'a', 'b', 'c', 'kept'), '');
    make('a', 'b', 'c');
    expect(existsSync(path.join(root, 'a', 'b', 'c', 'kept'))).toBe(true);
    expect(statSync(path.join(root, 'a', 'b')).isDirectory()).toBe(true);
  });

  it.skipIf(!existsSync('/proc/self'))('comes back where no folder can be made', () => {
    expect(() => {
      makeFolder('/proc/frostline/below');
    }).toThrow('ENOENT');
  });

  it('refuses a file, and what would be below one', () => {
    writeFileSync(path.join(root, 'file'), '');
    expect(() => {
      make('file');
    }).toThrow('EEXIST');
    expect(() => {
      make('file', 'below', 'deep');
    }).toThrow('ENOTDIR');
  });
});

describe('usingPath', () => {
  const fix = 'name another folder with --home';

  it('says of a path that cannot be used: where, what is there, what is allowed, what to do', () => {
    writeFileSync(path.join(root, 'file'), '');
    const below = path.join(root, 'file', 'below');
    const attempt = () => {
      usingPath(below, fix, () => {
        makeFolder(below);
      });
    };
    expect(attempt).toThrow(InputError);
    expect(attempt).toThrow(
      `${below}: this place cannot be used; found "a file where a folder should be (ENOTDIR)"; ` +
        `allowed: a place that this user may write, below folders; ${fix}`,
    );
  });

  it('gives what was made of it, and passes other errors on', () => {
    expect(usingPath(root, fix, () => 7)).toBe(7);
    expect(() =>
      usingPath(root, fix, () => {
        throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      }),
    ).toThrow(/^full$/);
  });
});
