import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { measureRow } from './engine/measure-row.js';
import { Side } from './engine/side.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'frostline-bench-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A program that stands where an interpreter with PyTorch would. */
function interpreter(name: string, script: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

const command = path.resolve(import.meta.dirname, '../../dist/bench/bench-engine.js');
const bench = (python: string) =>
  spawnSync(process.execPath, [command, '--python', python], { encoding: 'utf8' });

it('a PyTorch before version 2 is not comparable: exit 2', () => {
  const { status, stderr } = bench(
    interpreter('old', 'echo \'{"version":"1.13.0a0","threads":1}\'; cat > /dev/null'),
  );
  expect(status).toBe(2);
  expect(stderr).toContain('not comparable');
  expect(stderr).toContain('1.13.0a0');
});

it.each([
  ['an interpreter that is not there', () => path.join(folder, 'nothing')],
  ['an interpreter without PyTorch', () => interpreter('bare', "echo 'No module named torch' >&2; exit 1")],
])('%s: exit 2', (_name, python) => {
  const { status, stderr } = bench(python());
  expect(status).toBe(2);
  expect(stderr).toContain('there is no PyTorch');
});

/** A side whose runs take the time and have the loss that two expressions in JavaScript give of `run`. */
async function side(ms: string, loss: string): Promise<Side> {
  const program = `
    process.stdout.write('{}\\n');
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
      const { run } = JSON.parse(line);
      process.stdout.write(JSON.stringify(run ? { ms: ${ms}, loss: ${loss} } : {}) + '\\n');
    });`;
  return (await Side.start(process.execPath, ['-e', program], {})).side;
}

const row = { name: 'row', model: 'net', size: 2, batch: 1, kind: 'step', mark: 1 } as const;
const enough = { leastMs: 0 };

it('a row is the ratio of medians, against the faster layout, on the same batches and rates', async () => {
  const sides = await Promise.all([
    side('3', 'run.batch + run.rate'),
    side('run.layout === "nchw" ? 6 : 4', 'run.batch + run.rate'),
  ]);
  const result = await measureRow(row, sides[0], sides[1], folder, enough);
  expect(result).toMatchObject({ name: 'row', ratio: 0.75, layout: 'channels_last' });
  expect(result.ours_ms).toHaveLength(result.peer_ms.length);
  await Promise.all(sides.map((each) => each.stop()));
});

it('a row fails whose losses are apart', async () => {
  const sides = await Promise.all([side('1', '1'), side('1', 'run.batch === 3 ? 1.0011 : 1')]);
  await expect(measureRow(row, sides[0], sides[1], folder, enough)).rejects.toMatchObject({
    code: 'bench-loss',
    message: expect.stringContaining('step 4') as string,
  });
  await Promise.all(sides.map((each) => each.stop()));
});
