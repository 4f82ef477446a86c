import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findSweep, leaderboard, openLedger, runsOf } from '@frostline/store';
import { acquireOwner } from '@frostline/store/owner-lock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { homeOf, launchSample } from '../testing/launch-sample.js';
import { sampleSweepFolder } from '../testing/sample-sweep.js';
import { changeAsOwner } from './change-as-owner.js';
import { removeLeftovers } from './leftovers.js';
import { asOwner } from './owner.js';
import { ledgerFile } from './state-folder.js';

const writer = fileURLToPath(new URL('killed-writer.fixture.mjs', import.meta.url));
const hash = 'a1'.repeat(32);

describe('what killed writers left', () => {
  let root: string;
  let home: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'frostline-leftovers-'));
    home = path.join(root, '.frostline');
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  const filesIn = (folder: string): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
      .sort();
  const put = (name: string): void => {
    mkdirSync(path.dirname(path.join(home, name)), { recursive: true });
    writeFileSync(path.join(home, name), '');
  };
  const afterRemoval = async (): Promise<string[]> => {
    const found: string[] = [];
    await asOwner(home, async () => {
      removeLeftovers(home);
      found.push(...filesIn(home));
      await Promise.resolve();
    });
    return found;
  };

  it('is removed, and nothing else is', async () => {
    await asOwner(home, () => Promise.resolve());
    const kept = [
      `features/${hash}.safetensors`,
      'owner.db',
      'packs/.mine.tmp',
      `packs/${hash}.bin`,
      'runs/a/checkpoints/step-1.safetensors',
    ];
    for (const name of kept.filter((name) => name !== 'owner.db')) put(name);
    const unfinished = [
      `features/${hash}.safetensors`,
      `packs/${hash}.bin`,
      'runs/a/attempt-1/weights.safetensors',
      'runs/a/checkpoints/step-2.safetensors',
    ];
    const child = fork(
      writer,
      unfinished.map((name) => path.join(home, name)),
    );
    await once(child, 'message');
    child.kill('SIGKILL');
    await once(child, 'exit');
    put(`features/${hash}.safetensors.lock`);
    expect(filesIn(home)).toHaveLength(kept.length + unfinished.length + 1);

    expect(await afterRemoval()).toEqual(kept);
  });

  it('stays while another owner lives, whose workers may be writing it', async () => {
    const other = acquireOwner(home);
    const file = `packs/.${hash}.bin.00000000-0000-4000-8000-000000000000.tmp`;
    put(file);
    await expect(afterRemoval()).rejects.toThrow('another frostline owns this state folder');
    expect(filesIn(home)).toContain(file);
    other?.release();
    expect(await afterRemoval()).toEqual(['owner.db']);
  });
});

describe('what killed writers left of a sweep', () => {
  it('stays when a change needs no workers, and is gone at the next launch', async () => {
    const root = sampleSweepFolder();
    try {
      await launchSample(root);
      const ledger = openLedger(ledgerFile(homeOf(root)), { readonly: true });
      const { id: sweep } = findSweep(ledger, undefined);
      const trial = leaderboard(ledger, sweep)[0]?.trialId ?? '';
      const run = runsOf(ledger, sweep)[0]?.id ?? '';
      ledger.close();
      const left = path.join(
        homeOf(root),
        'runs',
        run,
        '.step-2.safetensors.00000000-0000-4000-8000-000000000000.tmp',
      );
      writeFileSync(left, '');
      expect(await changeAsOwner(homeOf(root), 'annotate', { sweep, trial, pinned: true })).toBe(1);
      await changeAsOwner(homeOf(root), 'stop', { sweep, trial });
      expect(existsSync(left)).toBe(true);
      await launchSample(root);
      expect(existsSync(left)).toBe(false);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
