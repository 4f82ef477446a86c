import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sha256 } from '@frostline/base';
import { parseSafetensors } from '@frostline/model';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { imageHash, imageList } from './image-list.js';

const root = path.resolve(import.meta.dirname, '../../..');
const weights = path.join(root, 'packages/model/weights');
const list = readFileSync(path.join(weights, 'sample-training-images.txt'), 'utf8');
const files = readdirSync(weights).filter((name) => name.endsWith('.safetensors'));

/** The images of the sample competition that stand in a list. */
async function listed(hashes: string): Promise<string[]> {
  const known = new Set(hashes.trimEnd().split('\n'));
  const images = await competitionImages();
  return images.filter(({ pixels }) => known.has(imageHash(pixels))).map(({ name }) => name);
}

async function competitionImages(): Promise<{ name: string; pixels: Uint8Array }[]> {
  const folder = path.join(root, 'examples/fashion');
  const names = ['train', 'test'].flatMap((split) =>
    readdirSync(path.join(folder, split)).map((name) => `${split}/${name}`),
  );
  return Promise.all(
    names.map(async (name) => {
      const pixels = await sharp(path.join(folder, name)).toColourspace('b-w').raw().toBuffer();
      return { name, pixels };
    }),
  );
}

describe('the list of training images', () => {
  it('holds the first 64 bits of the SHA-256 of each image, one a line, sorted', () => {
    const ramp = Uint8Array.from({ length: 28 * 28 }, (_, index) => index % 256);
    const black = new Uint8Array(28 * 28);
    expect(imageList([ramp, black])).toBe('0c37ddc45244523c\ne134792eaeb26b86\n');
    const lines = list.trimEnd().split('\n');
    expect(lines).toHaveLength(30_000);
    expect(lines.filter((line) => !/^[0-9a-f]{16}$/.test(line))).toEqual([]);
  });

  it('would show an image of the sample competition', async () => {
    const images = await competitionImages();
    expect(images).toHaveLength(1300);
    expect(images.filter(({ pixels }) => pixels.length !== 28 * 28)).toEqual([]);
    const [first, last] = [images[0], images.at(-1)];
    if (!first || !last) throw new Error('the sample competition has no images');
    expect(await listed(list + imageList([first.pixels, last.pixels]))).toEqual([first.name, last.name]);
  });
});

describe('the sample weights', () => {
  it('were trained on no image of the sample competition', async () => {
    expect(await listed(list)).toEqual([]);
  });

  it.each(files)('%s names its images, its classes and its licence', (name) => {
    const { metadata } = parseSafetensors(readFileSync(path.join(weights, name)), name);
    expect(metadata['training_images']).toBe(sha256(list));
    expect(JSON.parse(metadata['classes'] ?? '')).toEqual([
      'trouser',
      'sandal',
      'sneaker',
      'bag',
      'ankle-boot',
    ]);
    expect(metadata['licence']).toContain('MIT');
  });

  it('take less than ten megabytes', () => {
    const bytes = readdirSync(weights).reduce(
      (sum, name) => sum + readFileSync(path.join(weights, name)).length,
      0,
    );
    expect(bytes).toBeLessThan(10_000_000);
  });
});
