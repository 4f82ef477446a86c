import { spawnSync } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InternalError, sha256 } from '@frostline/base';
import sharp from 'sharp';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeLock, type ProcessLock } from '@frostline/base/process-lock';
import { beforeEach, describe, expect, it } from 'vitest';
import { decodeImage, openPack, resize, type Pack, type Sample } from './index.js';

const SIZE = 8;
let home: string;
let samples: Sample[];

async function makeSamples(count: number): Promise<Sample[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'frostline-images-'));
  const images: Sample[] = [];
  for (let index = 0; index < count; index++) {
    const raw = Uint8Array.from({ length: 12 * 9 * 3 }, (_, at) => (at * 7 + index * 31) % 256);
    const bytes = await sharp(raw, { raw: { width: 12, height: 9, channels: 3 } })
      .png()
      .toBuffer();
    const file = path.join(folder, `${index}.png`);
    writeFileSync(file, bytes);
    images.push({ id: `image ${index}`, path: file, sha256: sha256(bytes), label: 0 });
  }
  return images;
}

/** Cuts an image file short, before the competition was loaded. */
function corrupt(index: number): void {
  const sample = samples[index];
  if (sample === undefined) throw new Error('no such sample');
  truncateSync(sample.path, 60);
  samples[index] = { ...sample, sha256: sha256(readFileSync(sample.path)) };
}

const open = (): Promise<Pack> => openPack(home, samples, { size: SIZE });

/** Holds the lock on the pack of all samples, whose name a first building told. */
async function lockOfNextPack(): Promise<ProcessLock> {
  (await open()).close();
  const packs = path.join(home, 'packs');
  const [bin = ''] = readdirSync(packs).filter((name) => name.endsWith('.bin'));
  for (const name of readdirSync(packs)) rmSync(path.join(packs, name));
  const lock = takeLock(path.join(packs, `${bin}.lock`));
  if (lock === undefined) throw new Error('the lock is taken');
  return lock;
}

beforeEach(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'frostline-home-'));
  samples = await makeSamples(20);
});

describe('openPack', () => {
  it('gives the decoded, resized pixels in any order, repeated if asked', async () => {
    const pack = await open();
    const expected = await Promise.all(
      [19, 3, 3].map(async (index) => {
        const file = samples[index]?.path ?? '';
        return resize(await decodeImage(readFileSync(file), file), SIZE, SIZE, 'bilinear').data;
      }),
    );
    expect(Buffer.compare(pack.read([19, 3, 3]), Buffer.concat(expected))).toBe(0);
    expect(pack.count).toBe(20);
    expect([...pack.usable()]).toHaveLength(20);
    pack.close();
  });

  it('decodes once: the second opening works without the images', async () => {
    const first = await open();
    for (const sample of samples) truncateSync(sample.path, 0);
    const second = await open();
    expect(second.read([7])).toEqual(first.read([7]));
    expect(readdirSync(path.join(home, 'packs'))).toHaveLength(2);
    for (const pack of [first, second]) pack.close();
  });

  it('keeps packs of other sizes, filters and images apart', async () => {
    const options = [{ size: 8 }, { size: 9 }, { size: 8, filter: 'bicubic' as const }];
    for (const option of options) (await openPack(home, samples, option)).close();
    (await openPack(home, [...samples].reverse(), { size: 8 })).close();
    const names = readdirSync(path.join(home, 'packs'));
    expect(names.filter((name) => name.endsWith('.bin'))).toHaveLength(4);
    expect(names).toHaveLength(8);
  });

  it('is built again when its pixels or its index are damaged', async () => {
    const before = await open();
    const pixels = before.read([0, 19]);
    before.close();
    const [bin = '', json = ''] = readdirSync(path.join(home, 'packs')).map((name) =>
      path.join(home, 'packs', name),
    );
    truncateSync(bin, 100);
    const after = await open();
    expect(after.read([0, 19])).toEqual(pixels);
    after.close();
    writeFileSync(json, '{"format":1');
    const again = await open();
    expect(again.read([0, 19])).toEqual(pixels);
    expect(statSync(bin).size).toBe(20 * SIZE * SIZE * 3);
    again.close();
  });

  it('gives a sign of life for every few images that it decodes, and none when there are none to decode', async () => {
    let signs = 0;
    const alive = (): void => void (signs += 1);
    (await openPack(home, samples, { size: SIZE, alive })).close();
    expect(signs).toBe(5);
    (await openPack(home, samples, { size: SIZE, alive })).close();
    expect(signs).toBe(5);
  });

  it('ends the decoding when told to, and leaves nothing behind', async () => {
    const abort = new AbortController();
    let signs = 0;
    const alive = (): void => {
      if ((signs += 1) === 2) abort.abort();
    };
    const opening = openPack(home, samples, { size: SIZE, alive, signal: abort.signal });
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
    expect(signs).toBe(2);
    expect(readdirSync(path.join(home, 'packs'))).toEqual([]);
    (await open()).close();
  });

  it('decodes only what no other pack holds in the same form', async () => {
    const [first, last] = [samples.slice(0, 15), samples.slice(5)];
    (await openPack(home, first, { size: SIZE })).close();
    // What is decoded can be read no more afterwards: what is needed again must come from the pack.
    for (const sample of first) truncateSync(sample.path, 0);
    const pack = await openPack(home, last, { size: SIZE });
    const expected = await Promise.all(
      last.slice(10).map(async ({ path: file }) => {
        return resize(await decodeImage(readFileSync(file), file), SIZE, SIZE, 'bilinear').data;
      }),
    );
    expect(Buffer.compare(pack.read([10, 11, 12, 13, 14]), Buffer.concat(expected))).toBe(0);
    await expect(openPack(home, last, { size: SIZE + 1 })).rejects.toThrow(/changed while it was in use/);
    pack.close();
  });

  it('knows a corrupt image from another pack', async () => {
    corrupt(3);
    (await openPack(home, samples.slice(0, 10), { size: SIZE })).close();
    truncateSync(samples[3]?.path ?? '', 10);
    const pack = await openPack(home, samples.slice(2, 12), { size: SIZE });
    expect(pack.quarantined).toMatchObject([{ index: 1, id: 'image 3' }]);
    pack.close();
  });

  it('gives the same pixels on many threads as on none', async () => {
    const many = Array.from({ length: 240 }, (_, at) => samples[(at * 7) % samples.length] as Sample);
    const steps: (number | undefined)[][] = [];
    const threaded = await openPack(home, many, { size: SIZE, alive: (...step) => steps.push(step) });
    expect(steps[0]).toEqual([4, 240]);
    expect(steps.at(-1)).toEqual([240, 240]);
    const pack = await openPack(mkdtempSync(path.join(tmpdir(), 'frostline-home-')), samples, { size: SIZE });
    for (const at of [0, 1, 119, 239])
      expect(threaded.read([at])).toEqual(pack.read([(at * 7) % samples.length]));
    for (const opened of [threaded, pack]) opened.close();
    const changed = many.map((sample, at) => (at === 200 ? { ...sample, sha256: 'other' } : sample));
    await expect(
      openPack(mkdtempSync(path.join(tmpdir(), 'frostline-home-')), changed, { size: SIZE }),
    ).rejects.toThrow(expect.objectContaining({ code: 'image-changed', exitCode: 2 }) as Error);
  });

  it('is built by one process while another waits, and by that one when the first dies over it', async () => {
    const lock = await lockOfNextPack();
    let signs = 0;
    const opening = openPack(home, samples, { size: SIZE, alive: () => void (signs += 1) });
    await sleep(200);
    expect(signs).toBeGreaterThan(1);
    expect(readdirSync(path.join(home, 'packs')).filter((name) => name.endsWith('.bin'))).toEqual([]);
    lock.release();
    (await opening).close();
  });

  it('may be built by several at once', async () => {
    const packs = await Promise.all([open(), open(), open()]);
    for (const pack of packs) expect(pack.read([11])).toEqual(packs[0].read([11]));
    expect(readdirSync(path.join(home, 'packs'))).toHaveLength(2);
    for (const pack of packs) pack.close();
  });

  it('refuses an image that changed since the competition was loaded', async () => {
    truncateSync(samples[4]?.path ?? '', 60);
    await expect(open()).rejects.toThrow(/4\.png: image changed while it was in use/);
    rmSync(samples[4]?.path ?? '');
    await expect(open()).rejects.toThrow(/4\.png: image can no longer be read/);
    expect(readdirSync(path.join(home, 'packs'))).toEqual([]);
  });
});

describe('corrupt images', () => {
  it('are named with the reason, and leave the others where they are', async () => {
    const clean = await open();
    corrupt(2);
    const pack = await open();
    expect(pack.quarantined).toEqual([
      { index: 2, id: 'image 2', path: samples[2]?.path, reason: expect.stringMatching(/./) as string },
    ]);
    expect([pack.isQuarantined(2), pack.isQuarantined(3)]).toEqual([true, false]);
    expect([...pack.usable()]).not.toContain(2);
    expect(pack.read([1, 3])).toEqual(clean.read([1, 3]));
    const reopened = await open();
    expect(reopened.quarantined).toEqual(pack.quarantined);
    for (const opened of [clean, pack, reopened]) opened.close();
  });

  it('are part of what a pack is: a black image in place of one is another pack', async () => {
    const raw = { width: SIZE, height: SIZE, channels: 3 as const };
    const black = await sharp(new Uint8Array(SIZE * SIZE * 3), { raw })
      .png()
      .toBuffer();
    const packWith = async (bytes: Buffer): Promise<Pack> => {
      writeFileSync(samples[2]?.path ?? '', bytes);
      const mended = samples.map((sample, at) => (at === 2 ? { ...sample, sha256: sha256(bytes) } : sample));
      const pack = await openPack(home, mended, { size: SIZE });
      pack.close();
      return pack;
    };
    const broken = await packWith(Buffer.from('no image'));
    const repaired = await packWith(black);
    const brokenOtherwise = await packWith(Buffer.from('still none'));
    expect([broken, repaired].map((pack) => pack.isQuarantined(2))).toEqual([true, false]);
    expect(repaired.identity).not.toBe(broken.identity);
    expect(brokenOtherwise.identity).toBe(broken.identity);
  });

  it('cannot be read', async () => {
    corrupt(2);
    const pack = await open();
    expect(() => pack.read([1, 2])).toThrow(InternalError);
    expect(() => pack.read([20])).toThrow('internal: no such image in the pack; found 20; allowed: 0..19');
    pack.close();
  });

  it('are refused above the limit, in the first opening and in later ones', async () => {
    for (const index of [0, 1, 2, 3, 4]) corrupt(index);
    (await open()).close();
    corrupt(5);
    for (let time = 0; time < 2; time++)
      await expect(open()).rejects.toThrow(
        /^6 of 20 images cannot be decoded:\n {2}\S+0\.png: [\s\S]*; allowed: at most 5;/,
      );
    const tolerant = await openPack(home, samples, { size: SIZE, quarantineLimit: 0.3 });
    expect(tolerant.quarantined).toHaveLength(6);
    tolerant.close();
  });

  it('are refused when there is no other image', async () => {
    samples = samples.slice(0, 2);
    corrupt(0);
    (await open()).close();
    corrupt(1);
    await expect(open()).rejects.toThrow(/^2 of 2 images cannot be decoded:[\s\S]*; allowed: at most 1;/);
  });
});

describe('a builder that is killed', () => {
  it('leaves no pack behind that could be taken for a whole one', async () => {
    const script = `
      import { openPack } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)};
      const samples = ${JSON.stringify(samples)};
      const many = Array.from({ length: 2000 }, (_, i) => samples[i % samples.length]);
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), 30);
      await openPack(${JSON.stringify(home)}, many, { size: 64 });
      process.exit(3);`;
    const child = spawnSync(process.execPath, ['--input-type=module', '--eval', script]);
    expect(child.signal).toBe('SIGKILL');
    const names = readdirSync(path.join(home, 'packs'));
    expect(names.filter((name) => !/\.(tmp|lock)$/.test(name))).toEqual([]);
    const pack = await open();
    expect(pack.read([0])).toHaveLength(SIZE * SIZE * 3);
    pack.close();
  });
});
