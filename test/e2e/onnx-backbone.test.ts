import { createBackbone, initialize, loadPretrained, loadWeights, toOnnx } from '@frostline/model';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { competitionFolder } from './support/competition.js';
import { frostline, frostlineJson, type CommandEnd } from './support/frostline.js';
import type { PrintedLeaderboard } from './support/printed.js';

const SIZE = 32;
const NET = 'shufflenet_v2_x0_5';

let folder = competitionFolder(`name: models
competition: competition.yaml
method: grid
folds: 2
trial: {image_size: ${SIZE}, epochs: 4, batch_size: 5, optimizer: adamw, learning_rate: 0.03, views: 2}
parameters:
  backbone: {values: ['onnx:nets/${NET}.onnx', ${NET}]}
  freeze: {values: [head]}
`);
let first: CommandEnd;
beforeAll(async () => {
  writeModel(0);
  first = await frostline(folder, ['launch', 'sweep.yaml', '--submit']);
}, 300_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The sample weights' net with a head of 1000 random classes, in a file that gives its logits, and their card beside it. */
function writeModel(seed: number): void {
  const net = createBackbone(NET);
  const weights = loadWeights(`${NET}.sample`);
  initialize(net, seed);
  loadPretrained(net, weights, { head: 'new' });
  net.eval();
  const nets = path.join(folder, 'nets');
  mkdirSync(nets, { recursive: true });
  writeFileSync(path.join(nets, `${NET}.onnx`), toOnnx(net, { input: [3, SIZE, SIZE] }));
  writeFileSync(path.join(nets, `${NET}.json`), JSON.stringify({ ...weights.preprocessing, size: SIZE }));
}

const leaderboard = (): Promise<PrintedLeaderboard> => frostlineJson(folder, ['leaderboard']);

describe('a sweep over a model in an ONNX file and a net', () => {
  it('trains a head on each, and says what the model gives', async () => {
    expect(first).toMatchObject({ code: 0, err: expect.stringContaining('4 runs complete') as string });
    expect(first.err).toMatch(
      /onnx:shufflenet_v2_x0_5\.onnx: logits \[1000\]; nets\/shufflenet_v2_x0_5\.json: normalization \S+\n/,
    );
    expect(first.err).toContain('what onnx:shufflenet_v2_x0_5.onnx costs is not known');
    const { trials } = await leaderboard();
    expect(trials.map(({ settings }) => settings.backbone).sort()).toEqual([`onnx:${NET}.onnx`, NET]);
    // Twenty per cent is chance.
    for (const { values } of trials) expect(values?.accuracy).toBeGreaterThan(0.2);
  });

  it('a moved folder has nothing to do', async () => {
    const moved = `${folder}-moved`;
    renameSync(folder, moved);
    folder = moved;
    expect(await frostline(folder, ['launch', 'sweep.yaml'])).toMatchObject({
      code: 0,
      err: expect.stringContaining('0 of 4 runs to do') as string,
    });
  });

  it('another model under the same name is another trial', async () => {
    writeModel(1);
    expect(await frostline(folder, ['launch', 'sweep.yaml'])).toMatchObject({
      code: 0,
      err: expect.stringContaining('2 of 4 runs to do') as string,
    });
    expect((await leaderboard()).trials).toHaveLength(3);
  });

  it('a run whose model has changed since it was planned is refused by name', async () => {
    // Everything is paused at once.
    const paused = await frostline(folder, ['launch', 'sweep.yaml', '--fresh', '--hours', '0.000001']);
    expect(paused.code).toBe(130);
    writeModel(2);
    expect(await frostline(folder, ['resume'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('the weights changed while their sweep was running') as string,
    });
  });
});
