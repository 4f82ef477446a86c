import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadOwnLoss } from './own-loss.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'frostline-own-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function written(text: string): string {
  const file = path.join(folder, 'mine.mjs');
  writeFileSync(file, text);
  return file;
}

const loss = (body: string, name = 'mine'): string => `export default { name: '${name}', ${body} };`;

it('is the object that the module exports, under a name that tells its content', async () => {
  const text = loss(
    "activation: 'sigmoid', scalars: ({ focal_gamma }) => ({ gamma: focal_gamma }), loss: ({ ops, logits, scalars }) => ops.mul(ops.mean(logits), scalars.gamma)",
  );
  const { loss: own, digest } = await loadOwnLoss(written(text));
  expect(own).toMatchObject({ name: `mine#${digest}`, activation: 'sigmoid' });
});

it.each([
  ['export default', /the module cannot be loaded: /],
  ['export default () => 1;', /no loss; found "a function"; allowed: an object with name and loss/],
  [loss(''), /no loss; found "loss undefined"; allowed: a function of/],
  [loss('loss: ({ ops, logits }) => ops.mean(logits)', 'bce'), /not one that there is/],
  [loss("activation: 'relu', loss: ({ ops, logits }) => ops.mean(logits)"), /found "activation \\"relu\\""/],
  [
    loss('scalars: () => ({ a: NaN }), loss: ({ ops, logits }) => ops.mean(logits)'),
    /gave a: NaN"; allowed: finite/,
  ],
  [loss('loss: ({ logits }) => logits'), /found "loss gave \[2, 3\]"; allowed: one value.*ops\.mean/],
  [loss('loss: ({ ops }) => ops.scalar(1)'), /does not depend on the logits/],
  [
    loss('loss: ({ ops, logits }) => ops.nothing(logits)'),
    /cannot be compiled: ops\.nothing is not a function/,
  ],
  [loss('loss: ({ ops, logits }) => ops.scalar(logits.dataSync()[0])'), /cannot be compiled: .*no data/],
  [loss('loss: () => 3'), /cannot be compiled|loss gave/],
])('is refused: %s', async (text, words) => {
  await expect(loadOwnLoss(written(text), 'sweep.yaml:8:35')).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(words) as string,
    details: { place: 'sweep.yaml:8:35' },
  });
});
