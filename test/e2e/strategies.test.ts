import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { competitionFolder } from './support/competition.js';
import { frostline, frostlineJson } from './support/frostline.js';
import type { PrintedDetail, PrintedLeaderboard } from './support/printed.js';

/** Every strategy; in two epochs the probe of lp-ft and the first step of gradual are one each. */
const strategies = [
  'scratch',
  'full',
  'head',
  'until:1',
  'surgical:stage3',
  'norm',
  'bias',
  'lp-ft:1',
  'gradual:1',
  'llrd:0.75',
  'l2-sp',
];

const folder = competitionFolder(`name: strategies
competition: competition.yaml
method: grid
folds: 2
trial: {image_size: 32, epochs: 2, batch_size: 5, optimizer: adamw, learning_rate: 0.002, weight_decay: 0.01, views: 2}
parameters:
  backbone: {values: [shufflenet_v2_x0_5]}
  freeze: {values: [${strategies.map((name) => `'${name}'`).join(', ')}]}
`);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('a sweep over every freeze strategy runs to its end, as planned', { timeout: 400_000 }, async () => {
  const { disk } = await frostlineJson<{ disk: { featureBytes: number } }>(folder, [
    'launch',
    'sweep.yaml',
    '--dry-run',
  ]);
  expect(await frostline(folder, ['launch', 'sweep.yaml'])).toMatchObject({
    code: 0,
    err: expect.stringContaining(`${2 * strategies.length} runs complete`) as string,
  });
  const { trials } = await frostlineJson<PrintedLeaderboard>(folder, ['leaderboard']);
  expect(trials.map(({ settings }) => settings.freeze).sort()).toEqual([...strategies].sort());
  expect(new Set(trials.map(({ state }) => state))).toEqual(new Set(['complete']));

  const probe = trials.find(({ settings }) => settings.freeze === 'lp-ft:1');
  const { curves } = await frostlineJson<PrintedDetail>(folder, ['show', probe?.trialId ?? '']);
  const rates = curves[0]?.points.filter(({ name }) => name === 'learning_rate').map(({ value }) => value);
  // The last rates of two whole schedules, the first at ten times the peak: five steps each.
  expect(rates).toHaveLength(2);
  expect((rates?.[0] ?? 0) / (rates?.[1] ?? 1)).toBeCloseTo(10, 9);

  // Each phase's features, and no others: a header apart from what was planned.
  const features = path.join(folder, '.frostline/features');
  const files = readdirSync(features).map((name) => statSync(path.join(features, name)).size);
  const headers = files.reduce((sum, size) => sum + size, 0) - disk.featureBytes;
  expect(headers).toBeGreaterThan(0);
  expect(headers).toBeLessThan(files.length * 200);
});
