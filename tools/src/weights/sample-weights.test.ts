import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sha256 } from '@frostline/base';
import { parseSafetensors } from '@frostline/model';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { imageHash } from './image-list.js';

const root = path.resolve(import.meta.dirname, '../../..');
const weights = path.join(root, 'packages/model/weights');
const list = readFileSync(path.join(weights, 'sample-training-images.txt'), 'utf8');
const files = readdirSync(weights).filter((name) => name.endsWith('.safetensors'));

describe('the sample weights', () => {
  it('were trained on no image of the sample competition', async () => {
    const trainedOn = new Set(list.trim().split('\n'));
    expect(trainedOn.size).toBeGreaterThan(25_000);
    for (const split of ['train', 'test']) {
      const folder = path.join(root, 'examples/fashion', split);
      for (const name of readdirSync(folder)) {
        const pixels = await sharp(path.join(folder, name)).toColourspace('b-w').raw().toBuffer();
        expect(pixels.length).toBe(28 * 28);
        expect(trainedOn.has(imageHash(pixels)), `${split}/${name}`).toBe(false);
      }
    }
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
