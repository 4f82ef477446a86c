import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { imageFolder, maskContest, writeFiles } from '@frostline/tools/contests';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRows } from './support/competition.js';
import { frostline, frostlineJson } from './support/frostline.js';
import type { PrintedDetail, PrintedLeaderboard, PrintedSubmission } from './support/printed.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const command = path.join(
  path.dirname(createRequire(import.meta.url).resolve('frostline/package.json')),
  'bin/frostline.js',
);
const scratch = (): string => realpathSync(mkdtempSync(path.join(tmpdir(), 'frostline-zip-')));

describe('the five commands of docs/zip-to-submission.md', () => {
  const folder = scratch();
  let printed = '';
  let ids: string[] = [];

  beforeAll(async () => {
    const { files, solution } = await maskContest();
    ids = [...solution.keys()].sort();
    writeFiles(path.join(folder, 'masks'), files);
    const page = readFileSync(path.join(root, 'docs/zip-to-submission.md'), 'utf8');
    const [, commands = ''] = /```bash\n([\s\S]*?)```/.exec(page) ?? [];
    const [unzip, ...others] = commands.split('\n');
    expect(unzip).toMatch(/^unzip /);
    // As the page has them, but for one epoch, on small images: what they say is tested, not how well a net learns.
    const script = others
      .join('\n')
      .replace('epochs: 8', 'epochs: 1')
      .replace('image_size: 64', 'image_size: 32');
    const { stdout } = await promisify(execFile)(
      'bash',
      ['-ec', `frostline() { "${process.execPath}" "${command}" "$@"; }\n${script}`],
      { cwd: folder },
    );
    printed = stdout;
  }, 600_000);
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('find 18 classes, and keep each person in one fold', async () => {
    const page = readFileSync(path.join(root, 'docs/zip-to-submission.md'), 'utf8');
    const [, shown = ''] = /```text\n([\s\S]*?)```/.exec(page) ?? [];
    expect(printed).toContain(shown);
    const { trials } = await frostlineJson<PrintedLeaderboard>(folder, ['leaderboard']);
    expect(trials.map(({ state }) => state)).toEqual(Array(4).fill('complete'));
    const { runs, home } = await frostlineJson<PrintedDetail>(folder, ['show', trials[0]?.trialId ?? '']);
    const foldsOf = new Map<string, Set<number>>();
    for (const { fold, result } of runs)
      for (const [id = ''] of readRows(path.join(home, result?.outOfFold ?? ''))) {
        const person = id.split('_')[0] ?? '';
        foldsOf.set(person, (foldsOf.get(person) ?? new Set()).add(fold));
      }
    expect(foldsOf.size).toBe(60);
    for (const folds of foldsOf.values()) expect(folds.size).toBe(1);
  });

  it('end with a submission in the shape of the sample', () => {
    const rows = readRows(path.join(folder, 'submission.csv'));
    expect(readFileSync(path.join(folder, 'submission.csv'), 'utf8')).toMatch(/^ImageID,ans\n/);
    expect(rows.map(([id]) => id)).toEqual(ids);
    for (const [, label] of rows) expect(Number(label)).toBeOneOf([...Array(18).keys()]);
  });
});

describe('a folder per class, from init to submit', () => {
  const sweep = `name: folders
competition: competition.yaml
method: grid
trial: { image_size: 32, epochs: 2, batch_size: 5, optimizer: adamw }
parameters: { backbone: { values: [squeezenet1_1] }, freeze: { values: [head] } }
`;
  const sample = path.join(root, 'examples/fashion');
  const folder = scratch();
  const go = async (): Promise<void> => {
    expect((await frostline(folder, ['init', '.', '--force'])).code).toBe(0);
    writeFileSync(path.join(folder, 'sweep.yaml'), sweep);
    const { code, err } = await frostline(folder, ['launch', 'sweep.yaml']);
    expect({ code, err }).toMatchObject({ code: 0 });
  };

  beforeAll(async () => {
    writeFiles(folder, imageFolder(sample, { perClass: 8, validated: 3, test: 6 }));
    await go();
  }, 300_000);
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('validates the folder that is for it, in one run', async () => {
    const { trials } = await frostlineJson<PrintedLeaderboard>(folder, ['leaderboard']);
    expect(trials).toMatchObject([{ state: 'complete', rank: 1, foldSd: null }]);
    expect(trials[0]?.foldScores).toHaveLength(1);
    const { runs, home } = await frostlineJson<PrintedDetail>(folder, ['show', trials[0]?.trialId ?? '']);
    const validated = readRows(path.join(home, runs[0]?.result?.outOfFold ?? '')).map(([id = '']) => id);
    expect(validated).toHaveLength(15);
    for (const id of validated) expect(id).toMatch(/^val\//);
  });

  it('submits a label for the path of every test image', async () => {
    const { rows } = await frostlineJson<PrintedSubmission>(folder, ['submit']);
    const written = readRows(path.join(folder, 'submission.csv'));
    const wanted = readRows(path.join(sample, 'sample_submission.csv')).slice(0, 6);
    expect(rows).toBe(6);
    expect(written.map(([id]) => id)).toEqual(wanted.map(([id = '']) => `${id}.png`).sort());
  });

  it('trains without images to predict, of which there is nothing to submit', async () => {
    for (const part of ['test', '.frostline']) rmSync(path.join(folder, part), { recursive: true });
    await go();
    const { trials } = await frostlineJson<PrintedLeaderboard>(folder, ['leaderboard']);
    expect(trials).toMatchObject([{ state: 'complete' }]);
    const { code, err } = await frostline(folder, ['submit', '--out', 'other.csv']);
    expect(code).toBe(2);
    expect(err).toContain('the competition has no images to predict');
  }, 300_000);
});
