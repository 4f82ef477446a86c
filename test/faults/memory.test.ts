import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { curve } from '@frostline/store';
import { afterAll, describe, expect, it } from 'vitest';
import { sweepFolder } from './support/competition.js';
import { launch, launchWithin } from './support/frostline.js';
import { attempts, readLedger } from './support/outcome.js';

/** One epoch of two steps, whose activations take more than a gigabyte; the net has dropout and no batch statistics. */
const sweepText = `name: memory
competition: competition.yaml
method: grid
folds: 2
trial: {image_size: 160, epochs: 1, batch_size: 64, learning_rate: 0.001, backbone: squeezenet1_1}
parameters:
  freeze: {values: [scratch]}
`;

const folders: string[] = [];
function freshFolder(): string {
  const folder = sweepFolder();
  folders.push(folder);
  writeFileSync(path.join(folder, 'sweep.yaml'), sweepText);
  return folder;
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const losses = (folder: string) =>
  [...attempts(folder).keys()].map(
    (id) =>
      readLedger(folder, (ledger) => curve(ledger, id)).find(({ name }) => name === 'train_loss')?.value ??
      NaN,
  );

// Red when the worker takes want of memory for a defect, and when the batches of the next attempt are not divided.
describe.runIf(process.platform === 'linux')('a batch for which there is no memory', () => {
  it('is divided until there is: the run ends, marked, with the loss that it has where there is memory', async () => {
    const folder = freshFolder();
    const { code, err } = await launchWithin(folder, 800).ended;
    expect(code, err).toBe(0);
    for (const history of attempts(folder).values()) {
      expect(history[0]).toMatchObject({ failure: 'out-of-memory', parts: 1, numericsChanged: false });
      const last = history.at(-1);
      expect(last).toMatchObject({ outcome: 'complete', numericsChanged: true });
      expect(last?.parts).toBeGreaterThan(1);
    }

    const roomy = freshFolder();
    expect((await launch(roomy).ended).code).toBe(0);
    for (const [run] of attempts(roomy).values())
      expect(run).toMatchObject({ outcome: 'complete', parts: 1 });
    const expected = losses(roomy);
    losses(folder).forEach((loss, run) => {
      expect(loss).toBeCloseTo(expected[run] ?? NaN, 3);
    });
  }, 300_000);
});
