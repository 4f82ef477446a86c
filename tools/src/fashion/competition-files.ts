import { RandomStream } from '@frostline/base';
import sharp from 'sharp';
import { FASHION_CLASSES, FASHION_SIDE, type FashionClass, type FashionSplit } from './idx.js';

/** The five classes that are hard to tell apart; the other five are left for pretraining. */
export const TARGET_CLASSES: readonly FashionClass[] = ['coat', 'dress', 'pullover', 'shirt', 't-shirt'];

const TRAIN_PER_CLASS = 60;
const TEST_PER_CLASS = 200;
const SEED = 0;

/**
 * The files of the sample competition, name → content: the same bytes for the same dataset and version of sharp.
 * Labelled images come from the training split, test images from the test split.
 */
export async function competitionFiles(source: {
  train: FashionSplit;
  test: FashionSplit;
}): Promise<Map<string, string | Uint8Array>> {
  const train = chooseImages(source.train, TARGET_CLASSES, TRAIN_PER_CLASS, new RandomStream(SEED, 'train'));
  const test = chooseImages(source.test, TARGET_CLASSES, TEST_PER_CLASS, new RandomStream(SEED, 'test'));
  const trainIds = train.map((_, row) => idOf(row + 1));
  const testIds = test.map((_, row) => idOf(train.length + row + 1));
  const files = new Map<string, string | Uint8Array>();
  for (const [row, image] of train.entries())
    files.set(`train/${trainIds[row]}.png`, await encodePng(source.train.images[image]));
  for (const [row, image] of test.entries())
    files.set(`test/${testIds[row]}.png`, await encodePng(source.test.images[image]));
  const labelsOf = (split: FashionSplit, images: readonly number[]): (string | undefined)[] =>
    images.map((image) => FASHION_CLASSES[split.labels[image] ?? -1]);
  files.set('train.csv', csv(trainIds, labelsOf(source.train, train)));
  files.set('solution.csv', csv(testIds, labelsOf(source.test, test)));
  files.set(
    'sample_submission.csv',
    csv(
      testIds,
      testIds.map(() => TARGET_CLASSES[0]),
    ),
  );
  return files;
}

/**
 * Draws `perClass` images of each class without replacement, then shuffles them together, so that neither names nor
 * row order say anything about labels.
 *
 * @returns indices into the split
 */
export function chooseImages(
  { labels }: Pick<FashionSplit, 'labels'>,
  classes: readonly FashionClass[],
  perClass: number,
  random: RandomStream,
): number[] {
  const chosen = classes.flatMap((name) => {
    const label = FASHION_CLASSES.indexOf(name);
    const candidates = [...labels.keys()].filter((image) => labels[image] === label);
    return random.shuffle(candidates).slice(0, perClass);
  });
  return random.shuffle(chosen);
}

function encodePng(pixels: Uint8Array | undefined): Promise<Uint8Array> {
  return sharp(pixels, { raw: { width: FASHION_SIDE, height: FASHION_SIDE, channels: 1 } })
    .toColourspace('b-w')
    .png({ compressionLevel: 9, adaptiveFiltering: false, palette: false })
    .toBuffer();
}

function idOf(number: number): string {
  return String(number).padStart(4, '0');
}

function csv(ids: readonly string[], labels: readonly (string | undefined)[]): string {
  return `id,label\n${ids.map((id, row) => `${id},${labels[row]}\n`).join('')}`;
}
