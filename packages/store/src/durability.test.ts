import { randomInt } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from './ledger.js';
import { ending, startProgram } from './testing/child-process.js';
import { sampleLedger } from './testing/sample-ledger.js';
import { temporaryFolder } from './testing/temporary-folder.js';

/** How often the writer is killed; more on demand. */
const kills = Number(process.env['FROSTLINE_KILLS'] ?? 10);

let file: string;
let remove: () => void;
beforeEach(() => {
  const temporary = temporaryFolder();
  file = path.join(temporary.folder, 'ledger.db');
  remove = () => temporary.remove();
});
afterEach(() => {
  remove();
});

/** Starts the writer, kills it at random once it has acknowledged something, and returns what it acknowledged. */
async function killedWriter(): Promise<string[]> {
  const child = startProgram('append', file, 'a0-0');
  const chunks: string[] = [];
  const first = new Promise<void>((resolve) => {
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      chunks.push(chunk);
      resolve();
    });
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  await first;
  await sleep(randomInt(60));
  child.kill('SIGKILL');
  expect(await ending(child)).toBe('SIGKILL');
  await closed;
  return chunks.join('').split('\n').slice(0, -1);
}

describe('an acknowledged event', () => {
  it(`survives kill −9 of the writer, ${kills} times`, { timeout: 60_000 + kills * 5_000 }, async () => {
    sampleLedger(file).ledger.close();
    const acknowledged: string[] = [];
    for (let kill = 0; kill < kills; kill++) {
      acknowledged.push(...(await killedWriter()));
      const ledger = openLedger(file);
      expect(ledger.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
      expect(ledger.all('PRAGMA foreign_key_check')).toEqual([]);
      const rows = ledger.all<{ attempt: number; step: number; value: number }>(
        'SELECT attempt, step, value FROM metric',
      );
      const stored = new Set(rows.map(({ attempt, step }) => `${attempt} ${step}`));
      expect(acknowledged.filter((line) => !stored.has(line))).toEqual([]);
      expect(rows.every(({ step, value }) => value === 1 / (step + 1))).toBe(true);
      // A batch is one transaction: whole or absent.
      expect(rows.length % 4).toBe(0);
      ledger.close();
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(kills);
    expect(new Set(acknowledged.map((line) => line.split(' ')[0])).size).toBe(kills);
  });
});
