import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { BadImageError, decodeImage, resize, type FilterName } from './index.js';

const golden = JSON.parse(readFileSync(new URL('../golden/images.json', import.meta.url), 'utf8')) as {
  resized: { from: [number, number]; to: [number, number]; filter: FilterName; pixels: string }[];
  files: { name: string; file: string; width: number; height: number; pixels: string }[];
};
const bytesOf = (base64: string): Uint8Array => Buffer.from(base64, 'base64');

/** The same rough picture that the oracle resized. */
function pattern(width: number, height: number): Uint8Array {
  return Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const [y, x, c] = [Math.floor(at / 3 / width), Math.floor(at / 3) % width, at % 3];
    return (x * x * 37 + y * 91 + c * 53 + x * y * 7) % 256;
  });
}

describe('resize', () => {
  it.each(golden.resized)(
    '$from to $to $filter equals Pillow bit for bit',
    ({ from, to, filter, pixels }) => {
      const [width, height] = from;
      const out = resize({ width, height, data: pattern(width, height) }, to[0], to[1], filter);
      expect({ width: out.width, height: out.height }).toEqual({ width: to[0], height: to[1] });
      expect(Buffer.compare(out.data, bytesOf(pixels))).toBe(0);
    },
  );
});

describe('decodeImage', () => {
  it.each(golden.files)(
    '$name gives the pixels that Pillow gives',
    async ({ name, file, width, height, pixels }) => {
      const image = await decodeImage(bytesOf(file), name);
      expect({ width: image.width, height: image.height }).toEqual({ width, height });
      expect([...image.data]).toEqual([...bytesOf(pixels)]);
    },
  );

  it('keeps the upper 8 of 16 bits', async () => {
    const words = Uint16Array.from({ length: 48 }, (_, at) => (at * 1367 + 255) % 65536);
    for (const channels of [1, 3] as const) {
      const file = await sharp(words, {
        raw: { width: 48 / 4 / channels, height: 4, channels },
      })
        .toColourspace(channels === 1 ? 'grey16' : 'rgb16')
        .png()
        .toBuffer();
      expect((await sharp(file).metadata()).depth).toBe('ushort');
      const { data } = await decodeImage(file, 'deep.png');
      const kept = [...words].map((word) => word >> 8);
      expect([...data]).toEqual(channels === 3 ? kept : kept.flatMap((value) => [value, value, value]));
    }
  });

  it('keeps the upper 8 bits of a TIFF, too', async () => {
    const words = Uint16Array.from({ length: 48 }, (_, at) => (at * 1367 + 255) % 65536);
    for (const channels of [1, 3] as const) {
      const file = await sharp(words, { raw: { width: 48 / 4 / channels, height: 4, channels } })
        .toColourspace(channels === 1 ? 'grey16' : 'rgb16')
        .tiff({ compression: 'lzw' })
        .toBuffer();
      const { data } = await decodeImage(file, 'deep.tif');
      const kept = [...words].map((word) => word >> 8);
      expect([...data]).toEqual(channels === 3 ? kept : kept.flatMap((value) => [value, value, value]));
    }
  });

  it('shows black where a GIF is transparent', async () => {
    const raw = Uint8Array.from([255, 0, 0, 255, 0, 255, 0, 0]);
    const file = await sharp(raw, { raw: { width: 2, height: 1, channels: 4 } })
      .gif()
      .toBuffer();
    const { data } = await decodeImage(file, 'transparent.gif');
    expect([...data]).toEqual([255, 0, 0, 0, 0, 0]);
  });

  const bitmap = bytesOf(golden.files.find(({ name }) => name === 'palette-8.bmp')?.file ?? '');
  const spoilt = (at: number, ...bytes: number[]): Uint8Array => {
    const copy = Uint8Array.from(bitmap);
    copy.set(bytes, at);
    return copy;
  };

  it.each([
    ['is cut off', bitmap.subarray(0, bitmap.length - 1), 'file ends before its pixels do'],
    ['ends in its header', bitmap.subarray(0, 30), 'file ends within its header'],
    ['is compressed', spoilt(30, 1), 'compression 1 is not read'],
    ['has an odd depth', spoilt(28, 7), '7 bits per pixel are not read'],
    ['has no width', spoilt(18, 0, 0, 0, 0), 'image has no pixels'],
    ['is a bomb', spoilt(18, 255, 255, 255, 127), 'image exceeds the pixel limit'],
  ])('names a BMP that %s', async (_, file, reason) => {
    await expect(decodeImage(file, 'a.bmp')).rejects.toThrow(BadImageError);
    await expect(decodeImage(file, 'a.bmp')).rejects.toThrow(reason);
  });

  it('gives an image or a BadImageError for any bytes in a BMP', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 0, max: 255 })), {
          maxLength: 6,
        }),
        async (changes) => {
          const file = Uint8Array.from(bitmap);
          for (const [at, value] of changes) file[at] = value;
          const decoded = await decodeImage(file, 'a.bmp').catch((error: unknown) => error);
          if (!(decoded instanceof BadImageError)) expect(decoded).toHaveProperty('data');
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['cut off', (file: Uint8Array) => file.subarray(0, file.length - 40)],
    ['empty', () => new Uint8Array(0)],
    ['text', () => Buffer.from('not an image')],
    ['SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>')],
  ])('names a file that is %s', async (_, spoil) => {
    const photo = bytesOf(golden.files.find(({ name }) => name === 'photo.jpg')?.file ?? '');
    const failure = decodeImage(spoil(photo), 'train/7.jpg');
    await expect(failure).rejects.toThrow(BadImageError);
    await expect(failure).rejects.toThrow(/^train\/7\.jpg: /);
  });

  it('refuses more pixels than the limit', async () => {
    const file = await sharp({ create: { width: 100, height: 100, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    await expect(decodeImage(file, 'bomb.png', { limitPixels: 9_999 })).rejects.toThrow(/pixel limit/);
    await expect(decodeImage(file, 'bomb.png', { limitPixels: 10_000 })).resolves.toMatchObject({
      width: 100,
    });
  });
});
