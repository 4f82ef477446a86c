import { openLedger } from '@frostline/store';
import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { homeOf, launchSample } from '../testing/launch-sample.js';
import { sampleSweepFolder } from '../testing/sample-sweep.js';
import { checkStateFolder, emptyStateFolder, ledgerFile } from './state-folder.js';

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

  it('may be new or empty, or what an owner left that got no further', () => {
    expect(() => {
      checkStateFolder(path.join(home, 'new'));
      checkStateFolder(home);
    }).not.toThrow();
    write('owner.db', 'scheduler.json', `.api-token.${randomUUID()}.tmp`);
    expect(() => {
      checkStateFolder(home);
    }).not.toThrow();
  });

  it('may hold other files beside a ledger', () => {
    openLedger(ledgerFile(home)).close();
    write('notes.txt');
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
    write('owner.db');
    expect(() => {
      checkStateFolder(home);
    }).toThrow('not a state folder');
  });

  it("is not one because of somebody else's ledger.db", () => {
    writeFileSync(ledgerFile(home), 'date;amount\n'.repeat(100));
    expect(() => {
      checkStateFolder(home);
    }).toThrow('not a readable SQLite database');
    expect(readdirSync(home)).toEqual(['ledger.db']);
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

  it('afresh forgets what Frostline wrote there, and nothing else', async () => {
    const home = homeOf(root);
    const first = await launchSample(root);
    const hash = 'a1'.repeat(32);
    const caches = [`packs/${hash}.bin`, `packs/${hash}.json`, `features/${hash}.safetensors`];
    const theirs = [
      'notes.txt',
      'runs/202405121530-1/checkpoints/step-1.safetensors',
      'packs/holiday.zip',
      'features/README.md',
    ];
    for (const name of [...caches, ...theirs]) {
      mkdirSync(path.dirname(path.join(home, name)), { recursive: true });
      writeFileSync(path.join(home, name), 'kept?');
    }
    const runs = readdirSync(path.join(home, 'runs')).filter((name) => name !== '202405121530-1');
    expect(runs).toHaveLength(3);
    const [run = ''] = runs;
    writeFileSync(path.join(home, 'runs', run, 'left-by-an-attempt'), '');

    const { end, reports } = await launchSample(root, { fresh: true });
    expect([end.complete, reports.length]).toEqual([first.end.complete, 3]);
    expect(caches.filter((name) => existsSync(path.join(home, name)))).toEqual([]);
    expect(existsSync(path.join(home, 'runs', run, 'left-by-an-attempt'))).toBe(false);
    for (const name of theirs) expect(readFileSync(path.join(home, name), 'utf8')).toBe('kept?');
  });

  it('afresh removes nothing by a ledger that names a run by a way out of the folder', async () => {
    const home = homeOf(root);
    await launchSample(root);
    const ledger = openLedger(ledgerFile(home));
    ledger.run("UPDATE run SET id = '../../train' WHERE fold = 2");
    ledger.close();
    const before = readdirSync(root, { recursive: true });
    expect(() => {
      emptyStateFolder(home);
    }).toThrow(/path leaves its folder; found "\.\.\/\.\.\/train"/);
    expect(readdirSync(root, { recursive: true })).toEqual(before);
  });

  it('afresh leaves no folder of its own behind', async () => {
    const home = homeOf(root);
    await launchSample(root);
    emptyStateFolder(home);
    expect(readdirSync(home)).toEqual(['api-token', 'owner.db']);
  });
});
