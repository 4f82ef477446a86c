import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { writeZip } from '../testing/zip-archive.js';
import { unpackWheel } from './unpack-wheel.js';

const platform = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
const about = (tag: string): string => `Wheel-Version: 1.0\nTag: cp311-cp311-${tag}\n`;
const files = {
  'tensorflow/__init__.py': 'print()',
  'tensorflow/include/tensorflow/c/c_api.h': '// C',
  'tensorflow/libtensorflow_cc.so.2': 'code '.repeat(5_000_000),
  'tensorflow/libtensorflow_framework.so.2': 'more',
  'tensorflow-2.21.0.dist-info/WHEEL': about(`manylinux_2_27_${platform}`),
};

describe('unpacking a wheel of TensorFlow', () => {
  let folder: string;
  let wheel: string;
  let cache: string;
  const begun: number[] = [];
  const unpack = () => unpackWheel(wheel, cache, (bytes) => begun.push(bytes));

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'wheel-'));
    wheel = path.join(folder, 'tensorflow.whl');
    cache = path.join(folder, 'cache');
    begun.length = 0;
  });

  it('takes headers and libraries, tells the room before, and does it once', async () => {
    writeZip(wheel, files);
    const unpacked = path.join(cache, 'tensorflow-2.21.0');
    expect(await unpack()).toEqual({ folder: unpacked, unpacked: true });
    expect(begun).toEqual([25_000_008]);
    for (const [name, content] of Object.entries(files))
      if (name.includes('include') || name.includes('lib'))
        expect(readFileSync(path.join(unpacked, name), 'utf8') === content, name).toBe(true);
    expect(existsSync(path.join(unpacked, 'tensorflow/__init__.py'))).toBe(false);
    expect(await unpack()).toEqual({ folder: unpacked, unpacked: false });
  });

  it('begins again where it was interrupted', async () => {
    writeZip(wheel, files);
    const { folder: unpacked } = await unpack();
    rmSync(path.join(unpacked, 'complete'));
    expect((await unpack()).unpacked).toBe(true);
  });

  it.each<[string, Record<string, string>, string, RegExp]>([
    [
      'another package',
      { 'torch-2.0.dist-info/WHEEL': about('any') },
      'wheel-name',
      /no wheel of TensorFlow/,
    ],
    ['macOS', { ...files, 'tensorflow-2.21.0.dist-info/WHEEL': about('macosx_12_0_arm64') }, 'wheel-platform', /found "cp311-cp311-macosx_12_0_arm64"; allowed: Linux/], // prettier-ignore
    [
      'Windows',
      { ...files, 'tensorflow-2.21.0.dist-info/WHEEL': about('win_amd64') },
      'wheel-platform',
      /win_amd64/,
    ],
    ['another time', { 'tensorflow/core.so': '', 'tensorflow-2.8.0.dist-info/WHEEL': about(`manylinux2010_${platform}`) }, 'wheel-old', /found "tensorflow-2.8.0"; allowed: TensorFlow 2.12/], // prettier-ignore
    [
      'somebody who means ill',
      { ...files, 'tensorflow/include/../../../../evil': 'x' },
      'zip-file',
      /leads out of its folder/,
    ],
  ])('refuses a wheel of %s', async (_whose, content, code, message) => {
    writeZip(wheel, content);
    await expect(unpack()).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
    expect(existsSync(path.join(folder, 'evil'))).toBe(false);
  });

  it('refuses what is no archive, or half of one', async () => {
    await expect(unpack()).rejects.toMatchObject({ code: 'wheel-missing' });
    writeFileSync(wheel, 'no archive');
    await expect(unpack()).rejects.toMatchObject({ code: 'zip-file' });
    writeZip(wheel, files);
    const whole = readFileSync(wheel);
    writeFileSync(wheel, whole.subarray(0, whole.length - 30));
    await expect(unpack()).rejects.toMatchObject({ code: 'zip-file' });
    writeFileSync(wheel, whole.subarray(100));
    await expect(unpack()).rejects.toMatchObject({ code: 'zip-file' });
  });
});
