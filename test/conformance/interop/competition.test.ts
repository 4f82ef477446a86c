import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { imageList, pretrainingImages, readFashion } from '@frostline/tools/weights';
import { expect, it } from 'vitest';

it('the sample competition is what its program makes from Fashion-MNIST', async () => {
  const program = fileURLToPath(new URL('../../../tools/dist/fashion/make-competition.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, '--check']);
  expect(stdout).toMatch(/^\d+ files checked, 0 differ/);
});

it('the sample weights list the images of the five other classes of Fashion-MNIST', () => {
  const committed = new URL('../../../packages/model/weights/sample-training-images.txt', import.meta.url);
  const { train } = readFashion('/usr/share/datasets/fashion-mnist');
  const images = pretrainingImages(train).map(({ image }) => image);
  expect(imageList(images) === readFileSync(committed, 'utf8')).toBe(true);
});
