import { systemClock } from '@frostline/base';
import { writeOwnerAddress } from '@frostline/store/owner-address';
import { acquireOwner, type OwnerLock } from '@frostline/store/owner-lock';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Owner } from '../../api/owner.js';
import type { ApiHandle } from '../../api/server.js';
import { serveHome } from '../../testing/call-api.js';
import { homeOf, launchSample } from '../../testing/launch-sample.js';
import { recordingTerminal } from '../../testing/recording-terminal.js';
import { sampleSweep, sampleSweepFolder } from '../../testing/sample-sweep.js';
import { runCommand } from '../program.js';

const board = z.object({
  trials: z.array(
    z.object({
      rank: z.int().nullable(),
      trialId: z.string(),
      score: z.number().optional(),
      foldMean: z.number().nullable(),
      foldSd: z.number().nullable(),
    }),
  ),
});

describe('a verb that reads', () => {
  let root: string;
  beforeAll(async () => {
    root = sampleSweepFolder(sampleSweep('net, broken', '0.01, 0.02'));
    await launchSample(root, { behaviour: 'fail' });
  });
  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  async function run(...argv: string[]) {
    const terminal = recordingTerminal();
    const code = await runCommand(argv, { terminal, cwd: root, env: {}, clock: systemClock });
    return { code, ...terminal.printed };
  }
  const trials = async () => board.parse(JSON.parse((await run('leaderboard', '--json')).out)).trials;

  it('leaderboard: pooled score, fold mean ± sd, the settings that vary, failed trials last', async () => {
    const { code, out } = await run('leaderboard');
    expect(code).toBe(0);
    const [head, ...rows] = out
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(head).toEqual(
      '#,trial,backbone,freeze,learning_rate,accuracy,folds,epoch,views,state,time,notes'.split(','),
    );
    expect(rows.map((row) => [row[0], row[2], row[5], row[6], row[9]])).toEqual([
      ['1', 'net', '0.8333', '0.8333 ± 0.2887', 'complete'],
      ['2', 'net', '0.8333', '0.8333 ± 0.2887', 'complete'],
      ['-', 'broken', '-', '-', 'failed 0/3'],
      ['-', 'broken', '-', '-', 'failed 0/3'],
    ]);
  });

  it('leaderboard --top: the first of them, in the same columns', async () => {
    const [all, top] = [await run('leaderboard'), await run('leaderboard', '--top', '2')];
    expect(top.out.split('\n')).toEqual([...all.out.split('\n').slice(0, 3), '']);
    const { trials: shown } = board.parse(JSON.parse((await run('leaderboard', '--json', '--top', '1')).out));
    expect(shown).toEqual((await trials()).slice(0, 1));
  });

  it('leaderboard --json: the same, for programs', async () => {
    const [first, , third] = await trials();
    expect(first?.score).toBeCloseTo(5 / 6, 12);
    expect(first?.foldMean).toBeCloseTo(2.5 / 3, 12);
    expect(first?.foldSd).toBeCloseTo(Math.sqrt(1 / 12), 12);
    expect(third).toMatchObject({ rank: null, foldMean: null });
  });

  it('compare: what differs, fold by fold, and how far from the first', async () => {
    const [a, b] = await trials();
    const { out } = await run('compare', a?.trialId ?? '', b?.trialId ?? '');
    const lines = out.split('\n').map((line) => line.split('\t'));
    expect(lines.map(([what]) => what)).toEqual([
      '',
      'learning_rate',
      'state',
      'fold 0',
      'fold 1',
      'fold 2',
      'accuracy (pooled)',
      '',
    ]);
    expect(lines[1]?.slice(1).sort()).toEqual(['0.01', '0.02']);
    expect(lines[6]).toEqual(['accuracy (pooled)', '0.8333', '0.8333']);
  });

  it('compare: not a trial with itself', async () => {
    const [a] = await trials();
    const { code, err } = await run('compare', a?.trialId ?? '', a?.trialId.slice(0, 8) ?? '');
    expect(err).toContain('twice"; allowed: two or more trials');
    expect(code).toBe(2);
  });

  it('show: why a trial failed', async () => {
    const failed = (await trials())[2]?.trialId ?? '';
    const { out } = await run('show', failed.slice(0, 10));
    expect(out).toContain(`trial ${failed}: failed`);
    expect(out).toContain('bad-data: image 7 is empty');
    const { out: json } = await run('show', failed, '--json');
    expect(JSON.parse(json)).toMatchObject({ id: failed, state: 'failed', home: homeOf(root) });
  });

  it('show --backbone: what a strategy trains, by stage and phase', async () => {
    const net = ['show', '--backbone', 'resnet18', '--classes', '10'];
    const { code, out } = await run(...net, '--freeze', 'lp-ft:2', '--image-size', '64');
    expect(code).toBe(0);
    const rows = out
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(rows.map(([first, stage, , trainable]) => [first, stage, trainable])).toEqual([
      ['first epoch', 'stage', 'trainable'],
      ...['stem', 'layer1', 'layer2', 'layer3', 'layer4'].map((stage) => ['0', stage, '0']),
      ['0', 'head', '5130'],
      ['0', 'total', '5130'],
      ['2', 'stem', '9536'],
      ['2', 'layer1', '147968'],
      ['2', 'layer2', '525568'],
      ['2', 'layer3', '2099712'],
      ['2', 'layer4', '8393728'],
      ['2', 'head', '5130'],
      ['2', 'total', '11181642'],
    ]);
    const { out: json } = await run(...net, '--freeze', 'until:2', '--json');
    expect(JSON.parse(json)).toMatchObject({
      backbone: 'resnet18',
      freeze: 'until:2',
      imageSize: 224,
      phases: [{ firstEpoch: 0, epochs: 10, frozenStages: 3 }],
    });
  });

  it("show --json: keeps a diverged metric visible, as JSON can't", async () => {
    const best = (await trials())[0]?.trialId ?? '';
    expect((await run('show', best, '--json')).out).toContain('"NaN"');
  });

  it('submit: the best trial unless one is named, and its score where there is a solution', async () => {
    const { code, out } = await run('submit', '--out', 'best.csv');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^best\.csv: 2 predictions of trial [0-9a-f]{8}\non the solution: accuracy 0\.5000, balanced_accuracy .*, macro_f1 /,
    );
    expect(readFileSync(path.join(root, 'best.csv'), 'utf8')).toBe('id,label\nt0,a\nt1,b\n');
  });

  it('submit: refuses a trial without predictions', async () => {
    const { code, err } = await run('submit', (await trials())[2]?.trialId ?? '', '--out', 'none.csv');
    expect(code).toBe(2);
    expect(err).toContain('fold 0 is failed');
  });

  it.each([
    [['show', 'zzz'], 'no such trial'],
    [['show'], 'what to show is missing; allowed: a trial, or --backbone <name>'],
    [['show', '3f2a', '--backbone', 'resnet18'], 'a trial and a net cannot be shown together'],
    [['show', '--backbone', 'resnet18', '--sweep', 'sample'], 'a trial and a net cannot be shown together'],
    [['show', '3f2a', '--freeze', 'head'], '--freeze goes with --backbone'],
    [['show', '--backbone', 'resnet19'], 'no backbone of this name; found "resnet19"'],
    [['show', '--backbone', 'resnet18', '--freeze', 'until:9'], 'resnet18 has no stage 9'],
    [['show', '--backbone', 'resnet18', '--freeze', 'lp-ft:5', '--epochs', '5'], 'more than 5 epochs'],
    [['show', '--backbone', 'squeezenet1_1', '--image-size', '9'], 'an image is smaller than t'],
    [['leaderboard', '--sweep', 'other'], 'sample ('],
    [['leaderboard', '--top', '0'], '1..1000000'],
    [['compare', 'zzz'], "missing required argument 'others'"],
    [['resume', '--workers', '0'], 'allowed: 1..256'],
    [['resume', '--engine', 'abacus'], 'allowed: onnxruntime'],
    [['resume', '--port', '0'], '--port is for --serve'],
    [['retry', '--device', 'gpu'], 'allowed: cpu, cuda:N'],
    [['resume', '--engine', 'wasm', '--device', 'cuda:0'], 'engines for it: onnxruntime, tensorflow'],
    [['resume', '--engine', 'tensorflow', '--precision', 'fp16'], 'fp16 with engine onnxruntime'],
    [['leaderboard', '--home', 'absent'], 'no such state folder'],
    [['resume', '--hours', '-1'], 'allowed: more than 0'],
    [['stop', '--fold', '0'], 'a fold is one of a trial'],
    [['resume', 'zzz', '--fold', 'x'], 'allowed: 0..1000'],
    [['prioritize', 'zzz', '1'], 'no such trial'],
    [['prioritize', 'zzz', 'high'], 'allowed: -1000..1000'],
    [['launch', 'absent.yaml'], 'absent.yaml'],
    [['serve', '--host', '0.0.0.0'], '--host: others could reach this server'],
    [['serve', '--allow-host', 'box'], '--allow-host: others could reach this server'],
    [['serve', '--host', '0.0.0.0', '--token', 'short'], 'at least 16'],
    [['serve', '--port', '70000'], 'allowed: 0..65535'],
  ])('%j exits 2 and says %j', async (argv, words) => {
    const { code, out, err } = await run(...argv);
    expect(err).toContain(words);
    expect(code).toBe(2);
    expect(out).toBe('');
  });

  it('stop and retry work without an owner: what is paused or complete stays as it is', async () => {
    expect(await run('stop')).toMatchObject({ code: 0, out: 'no run stops: none waits or runs\n' });
  });

  it('prioritize works without an owner, takes negative numbers, and show tells', async () => {
    const trial = (await trials())[1]?.trialId ?? '';
    const { code, out, err } = await run('prioritize', trial, '-2');
    expect({ code, out, err }).toEqual({ code: 0, out: '0 waiting runs have priority -2\n', err: '' });
    expect((await run('show', trial)).out).toContain('priority -2');
    expect((await run('prioritize', trial, '0')).code).toBe(0);
  });
});

it('serve: exits 2 in a folder of somebody else, and makes nothing there', async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'frostline-foreign-'));
  writeFileSync(path.join(root, 'thesis.txt'), '');
  const terminal = recordingTerminal();
  const argv = ['serve', '--port', '0', '--home', root];
  const code = await runCommand(argv, { terminal, cwd: root, env: {}, clock: systemClock });
  expect(terminal.printed.err).toContain('this is not a state folder of Frostline');
  expect(code).toBe(2);
  expect(readdirSync(root)).toEqual(['thesis.txt']);
  rmSync(root, { recursive: true });
});

describe('launch, resume and retry of a sweep that is running', () => {
  let root: string;
  let lock: OwnerLock | undefined;
  let api: ApiHandle;
  beforeAll(async () => {
    root = sampleSweepFolder(sampleSweep('squeezenet1_1'));
    lock = acquireOwner(homeOf(root));
    const sweep = { id: 's', name: 's' };
    const status = { pid: process.pid, sweep, goesOn: true, runs: { running: 1 }, workers: [] };
    const owner: Owner = {
      status: () => Promise.resolve(status),
      change: () => Promise.reject(new Error('it is not asked for changes')),
    };
    api = await serveHome(homeOf(root), { owner });
    writeOwnerAddress(homeOf(root), api.address);
  });
  afterAll(async () => {
    await api.close();
    lock?.release();
    rmSync(root, { recursive: true });
  });

  it.each([
    [['launch', 'sweep.yaml', '--serve'], '--serve'],
    [['launch', 'sweep.yaml', '--serve', '--port', '7117'], '--serve, --port'],
    [['launch', 'sweep.yaml', '--submit'], '--submit'],
    [['launch', 'sweep.yaml', '--hours', '2', '--workers', '1'], '--workers, --hours'],
    [['launch', 'sweep.yaml', '--engine', 'onnxruntime', '--hung-after', '9'], '--engine, --hung-after'],
    [['resume', '--workers', '2'], '--workers'],
    [['resume', '--device', 'webgpu', '--precision', 'fp16'], '--device, --precision'],
    [['retry', '--submit'], '--submit'],
  ])('%j: exits 2, its owner could not take that up', async (argv, named) => {
    const before = readdirSync(homeOf(root));
    const terminal = recordingTerminal();
    const code = await runCommand(argv, { terminal, cwd: root, env: {}, clock: systemClock });
    expect(terminal.printed.err).toContain('keeps the options that it was started with');
    expect(terminal.printed.err).toContain(`found "${named}"; leave them out`);
    expect(code).toBe(2);
    expect(readdirSync(homeOf(root))).toEqual(before);
  });
});

it.each([
  [['launch', 'sweep.yaml', '--port', '0'], '--port is for --serve'],
  [['launch', 'sweep.yaml', '--force'], '--force is for --submit'],
])('%j: exits 2, since the option would do nothing', async (argv, message) => {
  const root = sampleSweepFolder(sampleSweep('squeezenet1_1'));
  const terminal = recordingTerminal();
  const code = await runCommand(argv, { terminal, cwd: root, env: {}, clock: systemClock });
  expect(terminal.printed.err).toContain(message);
  expect(code).toBe(2);
  rmSync(root, { recursive: true });
});

describe('a verb that changes a sweep', () => {
  it.each(['stop', 'resume', 'retry'])('%s: exits 2 where there is none, and makes nothing', async (verb) => {
    const root = mkdtempSync(path.join(tmpdir(), 'frostline-none-'));
    mkdirSync(homeOf(root));
    const terminal = recordingTerminal();
    const code = await runCommand([verb], { terminal, cwd: root, env: {}, clock: systemClock });
    expect(terminal.printed.err).toContain('there is no ledger yet');
    expect(code).toBe(2);
    expect(readdirSync(homeOf(root))).toEqual([]);
    rmSync(root, { recursive: true });
  });
});
