import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isLocked, takeLock } from './process-lock.js';

describe("a process's lock", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'frostline-lock-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is held by one at a time, and seen by all', () => {
    const file = path.join(folder, 'new', 'a.lock');
    expect(isLocked(file)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
    const lock = takeLock(file);
    expect(lock).toBeDefined();
    expect(takeLock(file)).toBeUndefined();
    expect(isLocked(file)).toBe(true);
    lock?.release();
    expect(isLocked(file)).toBe(false);
    takeLock(file)?.release();
  });

  it('writes nothing that a killed holder could leave', () => {
    const file = path.join(folder, 'a.lock');
    const lock = takeLock(file);
    expect(readdirSync(folder)).toEqual(['a.lock']);
    expect(statSync(file).size).toBe(0);
    lock?.release();
  });
});
