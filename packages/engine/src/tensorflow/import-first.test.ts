import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { importFirst } from './import-first.js';

const absent = 'frostline-no-such-package';

/** A module of this text. */
function moduleOf(text: string): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'module-')), 'module.mjs');
  writeFileSync(file, text);
  return pathToFileURL(file).href;
}

describe('importing what brings TensorFlow', () => {
  it('takes the first that loads, and passes over what is not installed or broken', async () => {
    const broken = moduleOf('throw new Error("libtensorflow.so.2: cannot open shared object file");');
    await importFirst([
      absent,
      broken,
      moduleOf('globalThis.frostlineLoaded = "the third";'),
      moduleOf('throw 4;'),
    ]);
    expect(globalThis).toHaveProperty('frostlineLoaded', 'the third');
  });

  it('names the commands that add it where nothing is installed', async () => {
    await expect(importFirst([absent])).rejects.toMatchObject({
      code: 'engine-missing',
      message: expect.stringMatching(/not installed; .*npm run setup:gpu.*npm run setup:tensorflow -- --wheel FILE/) as string, // prettier-ignore
    });
  });

  it('tells what is wrong with what is installed', async () => {
    const broken = moduleOf('throw new Error("libtensorflow.so.2: cannot open shared object file");');
    await expect(importFirst([broken, absent])).rejects.toThrow(
      /found "Error: libtensorflow.so.2: cannot open/,
    );
  });
});
