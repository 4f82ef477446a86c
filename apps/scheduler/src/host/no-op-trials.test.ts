import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('trials that train nothing go through host, core, journal and ledger: what the benchmark measures', () => {
  const home = mkdtempSync(path.join(tmpdir(), 'frostline-no-op-'));
  const program = fileURLToPath(new URL('../../bench/no-op-trials.mjs', import.meta.url));
  const printed = execFileSync(process.execPath, [program, home, '20', '2'], { encoding: 'utf8' });
  expect(JSON.parse(printed)).toMatchObject({ trials: 20, workers: 2, reports: 5 });
  rmSync(home, { recursive: true });
});
