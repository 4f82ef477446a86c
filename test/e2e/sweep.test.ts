import { appendFileSync, cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { competitionFolder, readRows } from './support/competition.js';
import { folderState } from './support/folder-state.js';
import { frostline, frostlineJson, type CommandEnd } from './support/frostline.js';
import type { PrintedDetail, PrintedLeaderboard, PrintedSubmission } from './support/printed.js';
import { expectedSubmission, recompute, scoreOnSolution } from './support/recomputed.js';

const folder = competitionFolder('');
const sweepFile = path.join(folder, 'sweep.yaml');
let first: CommandEnd;

const freezes = ['head', 'until:1', 'scratch'];

/** Two backbones × these strategies × two folds. */
function sweepText(freeze: readonly string[]): string {
  return `name: small
competition: competition.yaml
method: grid
folds: 2
trial: {image_size: 32, epochs: 8, batch_size: 5, optimizer: adamw}
parameters:
  backbone: {values: [squeezenet1_1, shufflenet_v2_x0_5]}
  freeze: {values: [${freeze.map((name) => `'${name}'`).join(', ')}]}
  learning_rate: {per: freeze, values: {head: 0.03, until: 0.003, scratch: 0.001}}
`;
}

const leaderboard = (): Promise<PrintedLeaderboard> => frostlineJson(folder, ['leaderboard']);
const show = (trial: string): Promise<PrintedDetail> => frostlineJson(folder, ['show', trial]);

/** What runs have written, by file, with the time of the last change. */
function artifacts(): Map<string, number> {
  const runs = path.join(folder, '.frostline/runs');
  const files = readdirSync(runs, { recursive: true, encoding: 'utf8' }).map((name) => path.join(runs, name));
  return new Map(
    files.filter((file) => statSync(file).isFile()).map((file) => [file, statSync(file).mtimeMs]),
  );
}

beforeAll(async () => {
  writeFileSync(sweepFile, sweepText(freezes));
  first = await frostline(folder, ['launch', 'sweep.yaml', '--submit']);
}, 300_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('a launch', () => {
  it('trains every cell', async () => {
    expect(first).toMatchObject({ code: 0, err: expect.stringContaining('12 runs complete') as string });
    const { trials } = await leaderboard();
    expect(trials.map(({ settings }) => `${settings.backbone} ${settings.freeze}`).sort()).toEqual(
      ['squeezenet1_1', 'shufflenet_v2_x0_5']
        .flatMap((name) => ['head', 'scratch', 'until:1'].map((freeze) => `${name} ${freeze}`))
        .sort(),
    );
    expect(new Set(trials.map(({ state }) => state))).toEqual(new Set(['complete']));
  });

  it('prints the pooled scores, fold means and deviations that its tables amount to', async () => {
    const { trials } = await leaderboard();
    const ids = readRows(path.join(folder, 'train.csv')).map(([id]) => id);
    for (const trial of trials) {
      const own = recompute(folder, await show(trial.trialId));
      expect([...own.validated].sort()).toEqual(ids);
      expect(trial.values?.accuracy).toBeCloseTo(own.accuracy, 12);
      expect(trial.score).toBeCloseTo(own.macroF1, 12);
      own.foldScores.forEach((score, fold) => {
        expect(trial.foldScores[fold]).toBeCloseTo(score, 12);
      });
      expect(trial.foldMean).toBeCloseTo(own.foldMean, 12);
      expect(trial.foldSd).toBeCloseTo(own.foldSd, 12);
      // The line that people see says the same to its last digit.
      expect(first.out).toContain(
        `${own.macroF1.toFixed(4)}\t${own.foldMean.toFixed(4)} ± ${own.foldSd.toFixed(4)}`,
      );
    }
    const scores = trials.map(({ score }) => score ?? NaN);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(new Set(scores).size).toBeGreaterThan(2);
  });

  it('takes the steps and the disk that a dry run tells', async () => {
    const { disk, cells } = await frostlineJson<{
      disk: { packBytes: number; featureBytes: number; resultBytes: number };
      cells: { id: string; stepsPerEpoch: number; steps: number }[];
    }>(folder, ['launch', 'sweep.yaml', '--dry-run']);
    const bytes = (name: string): number =>
      readdirSync(path.join(folder, '.frostline', name), { recursive: true, encoding: 'utf8' })
        .map((file) => statSync(path.join(folder, '.frostline', name, file)))
        .filter((entry) => entry.isFile())
        .reduce((sum, { size }) => sum + size, 0);
    for (const [name, told] of [
      ['packs', disk.packBytes],
      ['features', disk.featureBytes],
      ['runs', disk.resultBytes],
    ] as const) {
      expect(told / bytes(name), name).toBeGreaterThan(0.75);
      expect(told / bytes(name), name).toBeLessThan(1.25);
    }
    for (const { id, stepsPerEpoch, steps } of cells) {
      const points = (await show(id)).curves.flatMap((curve) => curve.points);
      expect(Math.max(...points.map(({ step }) => step))).toBe(steps);
      expect(Math.min(...points.map(({ step }) => step))).toBe(stepsPerEpoch);
    }
  });

  it("writes the submission of the best trial: its folds' mean, in the sample's shape", async () => {
    const { trials } = await leaderboard();
    const submission = path.join(folder, 'submission.csv');
    const sample = path.join(folder, 'sample_submission.csv');
    expect(readFileSync(submission, 'utf8').split('\n')[0]).toBe(readFileSync(sample, 'utf8').split('\n')[0]);
    const rows = readRows(submission);
    expect(rows.map(([id]) => id)).toEqual(readRows(sample).map(([id]) => id));
    expect(rows).toEqual([...expectedSubmission(await show(trials[0]?.trialId ?? ''))]);

    const own = scoreOnSolution(folder, submission);
    expect(first.out).toContain(
      `on the solution: macro_f1 ${own.macroF1.toFixed(4)}, accuracy ${own.accuracy.toFixed(4)}`,
    );
    const printed = await frostlineJson<PrintedSubmission>(folder, ['submit', '--out', 'again.csv']);
    expect(printed.solution?.macro_f1).toBeCloseTo(own.macroF1, 12);
    expect(printed.solution?.accuracy).toBeCloseTo(own.accuracy, 12);
    expect(readFileSync(path.join(folder, 'again.csv'))).toEqual(readFileSync(submission));
  });
});

describe('verbs that read', () => {
  it('print plain tab-separated lines into a pipe', async () => {
    const { code, out } = await frostline(folder, ['leaderboard']);
    expect(code).toBe(0);
    const [header, ...lines] = out
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => line.split('\t'));
    expect(header).toContain('macro_f1');
    expect(lines).toHaveLength(6);
    expect(new Set(lines.map(({ length }) => length))).toEqual(new Set([header?.length]));
    // eslint finds control characters in patterns: the escape that begins a colour is looked for as text.
    expect(out).not.toContain('\u001b');
  });

  it('write nothing', async () => {
    const before = folderState(folder).filter((line) => !/ledger\.db-(shm|wal)/.test(line));
    const [a = '', b = ''] = (await leaderboard()).trials.map(({ trialId }) => trialId);
    expect((await frostline(folder, ['compare', a, b])).code).toBe(0);
    expect((await frostline(folder, ['show', a])).code).toBe(0);
    expect(folderState(folder).filter((line) => !/ledger\.db-(shm|wal)/.test(line))).toEqual(before);
  });

  it('the doctor finds this machine fit', async () => {
    expect((await frostline(folder, ['doctor'])).code).toBe(0);
  });
});

describe('launching again', () => {
  it('runs nothing and keeps everything', async () => {
    const before = artifacts();
    const board = await leaderboard();
    const again = await frostline(folder, ['launch', 'sweep.yaml']);
    expect(again).toMatchObject({ code: 0, err: expect.stringContaining('0 of 12 runs to do') as string });
    expect(artifacts()).toEqual(before);
    expect(await leaderboard()).toEqual(board);
  });

  it('a dry run lists cells that cannot run or are the same, and writes nothing', async () => {
    cpSync(sweepFile, path.join(folder, 'other.yaml'));
    // Momentum has no effect on adamw, so its two values make one trial.
    appendFileSync(path.join(folder, 'other.yaml'), '  momentum: {values: [0.5, 0.9]}\n');
    const text = readFileSync(path.join(folder, 'other.yaml'), 'utf8');
    writeFileSync(
      path.join(folder, 'other.yaml'),
      text.replace(`'scratch'`, `'until:fire2'`).replace(', scratch: 0.001', ''),
    );
    const before = folderState(folder);
    const { code, out } = await frostline(folder, ['launch', 'other.yaml', '--dry-run', '--json']);
    expect(code).toBe(0);
    expect(folderState(folder)).toEqual(before);
    const plan = JSON.parse(out) as {
      runs: number;
      invalid: { settings: object; reason: string }[];
      duplicates: { why: string }[];
    };
    expect(plan.runs).toBe(10);
    expect(plan.duplicates.map(({ why }) => why)).toEqual(
      Array.from({ length: 5 }, () => expect.stringContaining('momentum') as string),
    );
    expect(plan.invalid[0]?.reason).toMatch(
      /shufflenet_v2_x0_5 has no stage fire2.*found "until:fire2".*allowed: 0\.\.4/,
    );
    rmSync(path.join(folder, 'other.yaml'));
  });

  it('with more cells runs those alone; one that diverges fails by name, and runs again when told to', async () => {
    const before = artifacts();
    const { trials } = await leaderboard();
    const known = new Set(trials.map(({ trialId }) => trialId));
    writeFileSync(sweepFile, sweepText(freezes).replace('scratch: 0.001', 'scratch: [0.001, 100]'));
    const grown = await frostline(folder, ['launch', 'sweep.yaml']);
    expect(grown.err).toContain('4 of 16 runs to do');
    expect(grown.code).toBe(1);
    const after = artifacts();
    for (const [file, time] of before) expect(after.get(file)).toBe(time);

    const added = (await leaderboard()).trials.filter(({ trialId }) => !known.has(trialId));
    expect(added.map(({ settings }) => settings)).toMatchObject(
      added.map(() => ({ freeze: 'scratch', learning_rate: 100 })),
    );
    const diverged = added.find(({ settings }) => settings.backbone === 'squeezenet1_1')?.trialId ?? '';
    const failures = async () =>
      (await show(diverged)).runs.map(({ state, history }) => [
        state,
        ...history.map(({ failure }) => failure),
      ]);
    expect(await failures()).toEqual([0, 1].map(() => ['failed', 'non-finite']));
    expect(added.find(({ trialId }) => trialId === diverged)).toMatchObject({ state: 'failed', rank: null });

    expect((await frostline(folder, ['retry', diverged])).code).toBe(1);
    expect(await failures()).toEqual([0, 1].map(() => ['failed', 'non-finite', 'non-finite']));
    for (const [file, time] of before) expect(artifacts().get(file)).toBe(time);
  }, 300_000);
});
