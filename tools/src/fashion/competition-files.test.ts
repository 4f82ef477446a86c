import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { RandomStream } from '@frostline/base';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseImages, competitionFiles, TARGET_CLASSES } from './competition-files.js';
import { FASHION_CLASSES, parseIdx, type FashionSplit } from './idx.js';

const folder = path.resolve(import.meta.dirname, '../../../examples/fashion');
const rowsOf = (name: string): string[][] =>
  readFileSync(path.join(folder, name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

describe('the sample competition', () => {
  it.each([
    ['train.csv', 'train', 60],
    ['solution.csv', 'test', 200],
  ])('%s labels every image of %s, %i per class', (table, images, perClass) => {
    const [header, ...rows] = rowsOf(table);
    expect(header).toEqual(['id', 'label']);
    expect(rows.map(([id]) => `${id}.png`)).toEqual(readdirSync(path.join(folder, images)).sort());
    for (const name of TARGET_CLASSES)
      expect(rows.filter(([, label]) => label === name)).toHaveLength(perClass);
  });

  it('asks for the test images in the order of the solution and gives no label away', () => {
    const sample = rowsOf('sample_submission.csv').slice(1);
    const solution = rowsOf('solution.csv').slice(1);
    expect(sample.map(([id]) => id)).toEqual(solution.map(([id]) => id));
    expect(new Set(sample.map(([, label]) => label)).size).toBe(1);
  });
});

describe('competitionFiles', () => {
  /** Every image is filled with its label and marked with its number. */
  function numbered(count: number): FashionSplit {
    const labels = Uint8Array.from({ length: count }, (_, image) => image % 10);
    const images = Array.from(labels, (label, image) => {
      const pixels = new Uint8Array(28 * 28).fill(label);
      return pixels.fill(image >> 8, 0, 1).fill(image & 255, 1, 2);
    });
    return { images, labels };
  }
  const source = { train: numbered(700), test: numbered(2100) };

  let files: Awaited<ReturnType<typeof competitionFiles>>;
  beforeAll(async () => {
    files = await competitionFiles(source);
  });

  it('are the same bytes every time', async () => {
    expect(await competitionFiles(source)).toEqual(files);
  });

  it('hold, under each id, the image whose label the table gives, none twice', async () => {
    const seen = new Set<string>();
    for (const [table, folder] of [
      ['train.csv', 'train'],
      ['solution.csv', 'test'],
    ]) {
      const rows = String(files.get(table ?? ''))
        .trimEnd()
        .split('\n')
        .slice(1);
      for (const row of rows) {
        const [id, label] = row.split(',');
        const png = files.get(`${folder}/${id}.png`);
        const { data, info } = await sharp(png as Uint8Array)
          .raw()
          .toBuffer({ resolveWithObject: true });
        expect([info.width, info.height, FASHION_CLASSES[data.at(-1) ?? -1]]).toEqual([28, 28, label]);
        seen.add(`${folder} ${data[0]} ${data[info.channels]}`);
      }
    }
    expect(seen.size).toBe(1300);
  });
});

describe('chooseImages', () => {
  const labels = Uint8Array.from({ length: 200 }, (_, image) => image % 10);

  it('draws the asked number of each class, none twice, in mixed order', () => {
    const chosen = chooseImages({ labels }, TARGET_CLASSES, 7, new RandomStream(1, 'x'));
    expect(new Set(chosen).size).toBe(35);
    const drawn = chosen.map((image) => labels[image]);
    for (const label of [0, 2, 3, 4, 6]) expect(drawn.filter((other) => other === label)).toHaveLength(7);
    expect(drawn).not.toEqual([...drawn].sort());
  });

  it('is the same for the same seed and another for another', () => {
    const choose = (seed: number): number[] =>
      chooseImages({ labels }, TARGET_CLASSES, 7, new RandomStream(seed, 'x'));
    expect(choose(1)).toEqual(choose(1));
    expect(choose(1)).not.toEqual(choose(2));
  });
});

describe('parseIdx', () => {
  it('reads the shape and the bytes', () => {
    const bytes = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);
    expect(parseIdx(bytes, 'f')).toEqual({ shape: [2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6) });
  });

  it('refuses another type and a wrong length', () => {
    expect(() => parseIdx(Uint8Array.of(0, 0, 13, 1, 0, 0, 0, 1, 1), 'f')).toThrow(
      'f: not an idx file of bytes',
    );
    expect(() => parseIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 1), 'f')).toThrow('f: wrong length');
  });
});
