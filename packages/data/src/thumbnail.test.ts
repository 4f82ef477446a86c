import sharp from 'sharp';
import { expect, it } from 'vitest';
import { thumbnail } from './thumbnail.js';

const photograph = async (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#d03060' } })
    .withMetadata({ exif: { IFD0: { Copyright: 'somebody' } } })
    .jpeg()
    .toBuffer();

it('brings a large image down to the side asked for, in its proportions', async () => {
  const { format, width, height } = await sharp(
    await thumbnail(await photograph(800, 400), 'a', 256),
  ).metadata();
  expect({ format, width, height }).toEqual({ format: 'png', width: 256, height: 128 });
});

it('leaves a small image its size, and nothing of the file but pixels', async () => {
  const bytes = await photograph(28, 20);
  expect(bytes.includes('somebody')).toBe(true);
  const shown = Buffer.from(await thumbnail(bytes, 'a', 256));
  expect(await sharp(shown).metadata()).toMatchObject({ format: 'png', width: 28, height: 20 });
  expect(shown.includes('somebody')).toBe(false);
});

it('refuses what is no image', async () => {
  await expect(thumbnail(Buffer.from('<svg onload="alert(1)"/>'), 'a.png', 256)).rejects.toThrow('a.png');
});
