import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { scoreAll } from './index.js';
import { loadOwnMetric } from './own-metric.js';

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

const metric = (body: string, name = 'cost', goal = 'minimize'): string =>
  `export default { name: '${name}', goal: '${goal}', ${body} };`;

it('is scored beside those that there are, under a name that tells its content', async () => {
  const text = metric('factor: 2, score({ labels }) { return this.factor * labels.length; }');
  const { metric: own, digest } = await loadOwnMetric(written(text));
  expect(own).toMatchObject({ name: `cost#${digest}`, goal: 'minimize' });
  const predictions = { classes: 2, labels: Int32Array.of(0, 1), probabilities: Float32Array.of(1, 0, 0, 1) };
  expect(scoreAll(predictions, [own])).toMatchObject({ accuracy: 1, [own.name]: 4 });
});

it('is read anew when its file has changed', async () => {
  const first = await loadOwnMetric(written(metric('score: () => 1')));
  const second = await loadOwnMetric(written(metric('score: () => 2')));
  expect(second.digest).not.toBe(first.digest);
  const nothing = { classes: 1, labels: Int32Array.of(0), probabilities: Float32Array.of(1) };
  expect([first, second].map(({ metric: own }) => own.score(nothing))).toEqual([1, 2]);
});

it.each([
  ['export default', /the module cannot be loaded: /],
  ['export const metric = 1;', /no metric; found nothing|no metric; found "nothing"/],
  ['export default () => 1;', /no metric; found "a function"; allowed: an object with name, goal and score/],
  [metric('score: 3'), /found "score 3"; allowed: a function of/],
  [metric("score: () => 'a'"), /found "score gave \\"a\\""; allowed: one number/],
  [metric("score() { throw new Error('oh') }"), /fails on a sample of four images: oh/],
  [metric('score: () => 1', 'auc'), /found "name \\"auc\\""; allowed: .* not one that there is/],
  [metric('score: () => 1', 'val_loss'), /not one that there is/],
  [metric('score: () => 1', 'A b'), /name in lower case/],
  [metric('score: () => 1', 'cost', 'less'), /found "goal \\"less\\""; allowed: maximize or minimize/],
  [`import './other.mjs'; ${metric('score: () => 1')}`, /imports another file, .*; found "import '.\//],
  [`const x = await import("../x.mjs"); ${metric('score: () => 1')}`, /imports another file/],
])('is refused: %s', async (text, words) => {
  await expect(loadOwnMetric(written(text), 'sweep.yaml:4:9')).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(words) as string,
    details: { place: 'sweep.yaml:4:9' },
  });
});
