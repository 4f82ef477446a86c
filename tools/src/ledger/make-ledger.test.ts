import { leaderboard, curves, findSweep, openLedger, recentFailures } from '@frostline/store';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { makeLedger } from './make-ledger.js';

it('makes a sweep with trials in every state, each run with fifty metric rows, the same again', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'frostline-tools-'));
  const [one, two] = ['one', 'two'].map((name) => {
    const home = path.join(folder, name);
    const sweepId = makeLedger(home, { trials: 400 });
    const ledger = openLedger(path.join(home, 'ledger.db'), { readonly: true });
    const rows = leaderboard(ledger, sweepId);
    const made = {
      sweep: findSweep(ledger, sweepId),
      rows,
      curves: curves(
        ledger,
        sweepId,
        rows.slice(0, 100).map(({ trialId }) => trialId),
      ),
      failures: recentFailures(ledger, sweepId, 20),
    };
    ledger.close();
    return made;
  });
  expect(one).toBeDefined();
  expect(two?.rows).toEqual(one?.rows);
  expect(one?.sweep).toMatchObject({ trials: 400, runs: 1200 });
  expect(new Set(one?.rows.map(({ state }) => state))).toEqual(
    new Set(['complete', 'failed', 'paused', 'running', 'waiting']),
  );
  const full = one?.curves.filter(({ metrics }) => metrics['val_loss']?.length === 10) ?? [];
  expect(full.length).toBeGreaterThan(280);
  expect(full.every(({ metrics }) => Object.keys(metrics).length === 5)).toBe(true);
  expect(one?.failures.length).toBe(20);
  rmSync(folder, { recursive: true });
});
