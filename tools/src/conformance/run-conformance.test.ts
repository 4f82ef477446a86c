import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readOracle, type Oracle } from './oracle-file.js';

const program = path.resolve(import.meta.dirname, '../../dist/conformance/run-conformance.js');
const golden = path.resolve(
  import.meta.dirname,
  '../../../packages/model/golden/torchvision/squeezenet1_1.json',
);
const oracle = readOracle(golden);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'frostline-conformance-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const put = (name: string, value: unknown): void => {
  writeFileSync(path.join(folder, name), JSON.stringify(value));
};

const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, INIT_CWD: folder },
  });

const lines = (text: string): string[] => text.trimEnd().split('\n');

it('prints one line a net, goes on after one that fails, and exits with 1', () => {
  put('a.json', oracle);
  put('b.json', { ...oracle, train: { ...oracle.train, loss: oracle.train.loss + 1 } });
  put('c.json', { ...oracle, model: 'resnet9000' });
  put('d.json', { ...oracle, seed: 'thaw' });
  const { stdout, status } = run('.');
  const [good, wrong, unknown, other] = lines(stdout);
  expect(good).toMatch(/^squeezenet1_1 +ok +repr ok, keys ok, shapes ok, count ok; worst error 0\.\d+ of/);
  expect(wrong).toMatch(/^squeezenet1_1 +FAILED +repr ok.*allowance: train loss$/);
  expect(unknown).toMatch(/^resnet9000 +FAILED +no backbone of this name.*allowed: .*squeezenet1_1/);
  expect(other).toMatch(/^squeezenet1_1 +FAILED +repr ok/);
  expect(status).toBe(1);
});

it('runs on another engine, and exits with 0 when all agree', () => {
  put('a.json', oracle);
  const { stdout, status } = run('.', '--engine', 'wasm');
  expect([lines(stdout).length, stdout.slice(0, 23), status]).toEqual([1, 'squeezenet1_1        ok', 0]);
});

it('--json writes what the nets gave in the form of the files', () => {
  put('a.json', oracle);
  put('b.json', { ...oracle, model: 'resnet9000' });
  expect(run('.', '--json', 'found.json').status).toBe(1);
  const [found, refused] = JSON.parse(readFileSync(path.join(folder, 'found.json'), 'utf8')) as Oracle[];
  expect(Object.keys(found ?? {})).toEqual(['file', ...Object.keys(oracle)]);
  const { model, seed, input, num_classes, parameters, repr, state_dict } = oracle;
  expect(found).toMatchObject({ model, seed, input, num_classes, parameters, repr, state_dict });
  for (const mode of ['eval', 'train'] as const) {
    const kinds = mode === 'eval' ? ['logits', 'loss', 'grad'] : ['logits', 'loss', 'grad', 'buffers'];
    expect(Object.keys(found?.[mode] ?? {})).toEqual(kinds);
    expect(found?.[mode].loss).toBeCloseTo(oracle[mode].loss, 5);
    expect(Object.keys(found?.[mode].grad ?? {})).toEqual(Object.keys(oracle[mode].grad));
    for (const [key, { norm, sum, head }] of Object.entries(oracle[mode].grad)) {
      const ours = found?.[mode].grad[key];
      for (const [expected, actual] of [
        [norm, ours?.norm],
        [sum, ours?.sum],
        ...head.map((v, i) => [v, ours?.head[i]]),
      ])
        expect(Math.abs((actual ?? Number.NaN) - (expected ?? 0)), key).toBeLessThan(1e-3 * norm);
    }
  }
  expect(refused).toMatchObject({ file: 'b.json', model: 'resnet9000' });
  expect(refused).toHaveProperty('error');
});

it.each([
  [['--fast'], "Unknown option '--fast'"],
  [['--engine', 'tpu'], '--engine: there is no such engine; found "tpu"; allowed: onnxruntime, tensorflow'],
  [['a', 'b'], 'takes one folder'],
  [['nowhere'], 'nowhere: the folder cannot be read'],
  [['.'], 'there are no reference values'],
])('%j is wrong usage', (args, message) => {
  const { stdout, stderr, status } = run(...args);
  expect([stdout, status]).toEqual(['', 2]);
  expect(stderr).toContain(message);
});

it.each<[string, unknown, string]>([
  ['no JSON', undefined, 'b.json: cannot be read as JSON'],
  ['a missing field', { ...oracle, repr: undefined }, 'b.json, repr: '],
  ['a wrong type', { ...oracle, eval: { ...oracle.eval, loss: 'low' } }, 'b.json, eval.loss: '],
  ['other labels', { ...oracle, input: { ...oracle.input, labels: [1] } }, 'b.json, input.labels: '],
])('a file with %s stops everything before a net is run', (_what, value, message) => {
  put('a.json', oracle);
  if (value === undefined) writeFileSync(path.join(folder, 'b.json'), '{');
  else put('b.json', value);
  const { stdout, stderr, status } = run('.');
  expect([stdout, status]).toEqual(['', 2]);
  expect(stderr).toContain(message);
});
