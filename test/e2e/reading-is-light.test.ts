import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openLedger } from '@frostline/store';
import { afterAll, expect, it } from 'vitest';
import { frostline } from './support/frostline.js';

const folder = mkdtempSync(path.join(tmpdir(), 'frostline-light-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Every script that a command line loads, by URL: V8 lists them where it is asked for coverage. */
async function scripts(args: readonly string[]): Promise<string[]> {
  const coverage = mkdtempSync(path.join(folder, 'coverage-'));
  await frostline(folder, args, { NODE_V8_COVERAGE: coverage });
  return readdirSync(coverage).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(path.join(coverage, name), 'utf8')) as {
      result: { url: string }[];
    };
    return result.map(({ url }) => url);
  });
}

const runtime = /@tensorflow|onnxruntime|packages\/(engine|trainer)\//;

it('the leaderboard loads no tensor runtime, nor what only other verbs need', async () => {
  openLedger(path.join(folder, 'ledger.db')).close();
  const loaded = await scripts(['leaderboard', '--home', folder]);
  expect(loaded.some((url) => url.includes('packages/store/'))).toBe(true);
  expect(loaded.filter((url) => runtime.test(url))).toEqual([]);
  // Schemas and YAML take longer to load than the leaderboard to print.
  expect(loaded.filter((url) => /node_modules\/(zod|yaml|fastify|pino|cli-table3)\//.test(url))).toEqual([]);
  // That this way of looking would see one: the schema lists the backbones, which are made of the engine's tensors.
  expect((await scripts(['schema'])).some((url) => runtime.test(url))).toBe(true);
});
