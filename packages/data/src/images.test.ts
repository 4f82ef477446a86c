import { readFileSync } from 'node:fs';
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
