import { appendFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { competitionFolder } from './support/competition.js';
import { folderState } from './support/folder-state.js';
import { frostline, frostlineJson, type CommandEnd } from './support/frostline.js';
import type { PrintedLeaderboard } from './support/printed.js';

const page = readFileSync(
  fileURLToPath(new URL('../../docs/your-own-metric-and-loss.md', import.meta.url)),
  'utf8',
);
/** The files of the page, by the name in their first line. */
const files = new Map(
  [...page.matchAll(/```\w+\n(?:#|\/\/) (\S+)\n([\s\S]*?)```/g)].map(([, name = '', text = '']) => [
    name,
    text,
  ]),
);
const fileOf = (name: string): string => files.get(name) ?? expect.fail(`the page has no ${name}`);

let folder: string;
let first: CommandEnd;
beforeAll(async () => {
  folder = competitionFolder(fileOf('sweep.yaml'));
  for (const name of ['cost.mjs', 'poly.mjs']) writeFileSync(path.join(folder, name), fileOf(name));
  first = await frostline(folder, ['launch', 'sweep.yaml']);
}, 300_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const leaderboard = (): Promise<PrintedLeaderboard> => frostlineJson(folder, ['leaderboard']);

describe("the page's sweep with a metric and a loss of one's own", () => {
  it('trains, and ranks by the metric, the smallest first', async () => {
    expect(first).toMatchObject({ code: 0, err: expect.stringContaining('4 runs complete') as string });
    const { sweep, trials } = await leaderboard();
    expect(sweep).toMatchObject({
      metric: expect.stringMatching(/^cost#[0-9a-f]{12}$/) as string,
      goal: 'minimize',
    });
    expect(trials.map(({ settings }) => settings.loss).sort()).toEqual([
      expect.stringMatching(/^\.\/poly\.mjs#[0-9a-f]{12}$/),
      'cross_entropy',
    ]);
    const scores = trials.map(({ score }) => score ?? NaN);
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
    for (const score of scores) expect(score).toBeGreaterThan(0);
    // People read its name alone.
    expect((await frostline(folder, ['leaderboard'])).out).toMatch(/\tcost\t/);
  });

  it('has nothing to do when launched again, and goes by what it was launched with', async () => {
    const again = await frostline(folder, ['launch', 'sweep.yaml']);
    expect(again.err).toContain('0 of 4 runs to do');
    renameSync(path.join(folder, 'cost.mjs'), path.join(folder, 'away'));
    expect((await frostline(folder, ['resume'])).code).toBe(0);
    renameSync(path.join(folder, 'away'), path.join(folder, 'cost.mjs'));
  });

  it('with another content, a loss makes another trial, and a metric another sweep', async () => {
    appendFileSync(path.join(folder, 'poly.mjs'), '// changed\n');
    const loss = await frostline(folder, ['launch', 'sweep.yaml']);
    expect(loss.err).toContain('2 of 4 runs to do');
    expect((await leaderboard()).trials).toHaveLength(3);
    appendFileSync(path.join(folder, 'cost.mjs'), '// changed\n');
    const metric = await frostline(folder, ['launch', 'sweep.yaml']);
    expect(metric.err).toMatch(/a new sweep beside [0-9a-f]{8}.*metric/);
    expect(metric.err).toContain('4 of 4 runs to do');
  }, 300_000);
});

describe('a module that is wrong is refused before anything starts', () => {
  it.each([
    ['cost.mjs', undefined, /sweep\.yaml:4:9: no such module; found "\.\/cost\.mjs"/],
    [
      'poly.mjs',
      "export default { name: 'mine', loss: ({ logits }) => logits };",
      /sweep\.yaml:8:35: .*no loss/,
    ],
  ])('%s: %s', async (name, text, words) => {
    const before = readFileSync(path.join(folder, name), 'utf8');
    if (text === undefined) rmSync(path.join(folder, name));
    else writeFileSync(path.join(folder, name), text);
    try {
      const state = folderState(path.join(folder, '.frostline'));
      const end = await frostline(folder, ['launch', 'sweep.yaml']);
      expect(end).toMatchObject({ code: 2, out: '', err: expect.stringMatching(words) as string });
      expect(folderState(path.join(folder, '.frostline'))).toEqual(state);
    } finally {
      writeFileSync(path.join(folder, name), before);
    }
  });
});
