import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { acquireOwner } from '@frostline/store/owner';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asOwner } from './owner.js';

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
  const whileOwned = async (): Promise<string[]> => {
    const found: string[] = [];
    await asOwner(home, async () => {
      found.push(...filesIn(home));
      await Promise.resolve();
    });
    return found;
  };

  it('is gone before a new owner does anything, and nothing else is', async () => {
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

    expect(await whileOwned()).toEqual(kept);
  });

  it('stays while another owner lives, whose workers may be writing it', async () => {
    const other = acquireOwner(home);
    const file = `packs/.${hash}.bin.00000000-0000-4000-8000-000000000000.tmp`;
    put(file);
    await expect(whileOwned()).rejects.toThrow('another frostline owns this state folder');
    expect(filesIn(home)).toContain(file);
    other?.release();
    expect(await whileOwned()).toEqual(['owner.db']);
  });
});
