import { rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { competitionFolder, readRows } from './support/competition.js';
import { frostline, frostlineJson, type CommandEnd } from './support/frostline.js';
import type { PrintedDetail, PrintedLeaderboard } from './support/printed.js';
import { recompute } from './support/recomputed.js';

const folder = competitionFolder(`name: corrupt
competition: competition.yaml
method: grid
folds: 2
trial: {image_size: 32, epochs: 2, batch_size: 5}
parameters:
  backbone: {values: [squeezenet1_1]}
  freeze: {values: [scratch]}
`);
const train = readRows(path.join(folder, 'train.csv')).map(([id = '']) => id);
const test = readRows(path.join(folder, 'sample_submission.csv')).map(([id = '']) => id);
const [badTrain = '', badTest = ''] = [train[3], test[4]];
let launched: CommandEnd;

beforeAll(async () => {
  truncateSync(path.join(folder, 'train', `${badTrain}.png`), 200);
  writeFileSync(path.join(folder, 'test', `${badTest}.png`), 'not an image');
  launched = await frostline(folder, ['launch', 'sweep.yaml', '--submit']);
}, 300_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('images that cannot be decoded', () => {
  it('are named with path and reason, and counted', async () => {
    expect(launched.code).toBe(0);
    const { trials } = await frostlineJson<PrintedLeaderboard>(folder, ['leaderboard']);
    expect(trials).toMatchObject([{ state: 'complete', quarantined: 2 }]);
    expect(launched.out).toContain('2 images quarantined');
    const { quarantined } = await frostlineJson<PrintedDetail>(folder, ['show', trials[0]?.trialId ?? '']);
    expect(quarantined.map(({ split, id, path: file }) => [split, id, path.basename(file)])).toEqual([
      ['test', badTest, `${badTest}.png`],
      ['train', badTrain, `${badTrain}.png`],
    ]);
    for (const { reason } of quarantined) expect(reason).not.toBe('');
  });

  it('are not trained on, validated, or replaced; the scores are those of the others', async () => {
    const { trials } = await frostlineJson<PrintedLeaderboard>(folder, ['leaderboard']);
    const detail = await frostlineJson<PrintedDetail>(folder, ['show', trials[0]?.trialId ?? '']);
    const own = recompute(folder, detail);
    expect([...own.validated].sort()).toEqual(train.filter((id) => id !== badTrain));
    expect(trials[0]?.values?.accuracy).toBeCloseTo(own.accuracy, 12);
  });

  it('are in the submission all the same, which says what stands for them', () => {
    expect(launched.out).toContain(
      `1 test image could not be decoded, so that the shares of the classes stand there: ${badTest}\n`,
    );
    expect(readRows(path.join(folder, 'submission.csv')).map(([id]) => id)).toEqual(test);
  });
});
