import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { homeOf, launchSample } from '../testing/launch-sample.js';
import { sampleSweepFolder } from '../testing/sample-sweep.js';
import { checkStateFolder, emptyStateFolder } from './state-folder.js';

describe('a state folder', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'frostline-state-'));
  });
  afterEach(() => {
    rmSync(home, { recursive: true });
  });
  const write = (...names: string[]) => {
    for (const name of names) {
      mkdirSync(path.dirname(path.join(home, name)), { recursive: true });
      writeFileSync(path.join(home, name), '');
    }
  };

  it('may be new or empty, or have been one before', () => {
    expect(() => {
      checkStateFolder(path.join(home, 'new'));
      checkStateFolder(home);
    }).not.toThrow();
    write('owner.db', 'notes.txt');
    expect(() => {
      checkStateFolder(home);
    }).not.toThrow();
  });

  it('is not a folder with something else in it, nor a file', () => {
    write('runs/mine.txt', 'train.csv');
    expect(() => {
      checkStateFolder(home);
    }).toThrow('not a state folder of Frostline; found "a folder with other files"');
    expect(() => {
      checkStateFolder(path.join(home, 'train.csv'));
    }).toThrow('found "a file"');
  });

  it('is emptied of what Frostline wrote, and of nothing else', () => {
    write('owner.db', 'owner.db-journal', 'notes.txt', 'train/1.png', '.git/config');
    write('ledger.db', 'ledger.db-wal', 'runs/a-0/log.jsonl', 'packs/x', 'features/y', 'owner.log.jsonl');
    write('scheduler.json', '.scheduler.1.tmp');
    emptyStateFolder(home);
    expect(readdirSync(home).sort()).toEqual(['.git', 'notes.txt', 'owner.db', 'owner.db-journal', 'train']);
  });
});

describe('launching into a folder', () => {
  let root: string;
  beforeEach(() => {
    root = sampleSweepFolder();
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  it.each([false, true])('of somebody else touches nothing there (fresh: %s)', async (fresh) => {
    const home = homeOf(root);
    mkdirSync(home);
    writeFileSync(path.join(home, 'thesis.tex'), '');
    await expect(launchSample(root, { fresh })).rejects.toThrow('not a state folder of Frostline');
    expect(readdirSync(home)).toEqual(['thesis.tex']);
  });
});
