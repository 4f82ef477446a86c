import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findTensorFlow } from './tensorflow-folder.js';

/** The head of an ELF library for a processor. */
function elf(machine: number): Buffer {
  const header = Buffer.alloc(64);
  header.write('\x7fELF', 'latin1');
  header.writeUInt16LE(machine, 18);
  return header;
}
const here = process.arch === 'arm64' ? 183 : 62;

describe('finding TensorFlow in a folder', () => {
  let site: string;
  const put = (name: string, content: string | Buffer): void => {
    const file = path.join(site, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  };
  const refusal = (): unknown => {
    try {
      return findTensorFlow(site);
    } catch (error) {
      return error;
    }
  };

  beforeEach(() => {
    site = mkdtempSync(path.join(tmpdir(), 'site-packages-'));
  });

  it('takes site-packages, or the package itself', () => {
    put('tensorflow/libtensorflow_framework.so.2', '');
    put('tensorflow/libtensorflow_cc.so.2', elf(here));
    put('tensorflow/include/tensorflow/c/eager/c_api.h', '');
    expect(findTensorFlow(site)).toBe(path.join(site, 'tensorflow'));
    expect(findTensorFlow(path.join(site, 'tensorflow'))).toBe(path.join(site, 'tensorflow'));
  });

  it('says that there is none', () => {
    expect(refusal()).toMatchObject({ code: 'wheel-folder' });
  });

  it('says that it is too old to build on', () => {
    put('tensorflow/libtensorflow_framework.so.2', '');
    expect(refusal()).toMatchObject({
      code: 'wheel-old',
      message: expect.stringContaining('2.12') as string,
    });
  });

  it.each<[string, () => void]>([
    ['macOS', () => { put('tensorflow/libtensorflow_cc.2.dylib', ''); }], // prettier-ignore
    ['another processor', () => { put('tensorflow/libtensorflow_cc.so.2', elf(21)); }], // prettier-ignore
    ['nobody', () => { put('tensorflow/libtensorflow_cc.so.2', 'text'); }], // prettier-ignore
  ])('says that it is for %s', (_whom, library) => {
    library();
    if (_whom !== 'macOS') put('tensorflow/libtensorflow_framework.so.2', '');
    put('tensorflow/include/tensorflow/c/eager/c_api.h', '');
    expect(refusal()).toMatchObject({ code: 'wheel-platform' });
  });
});
