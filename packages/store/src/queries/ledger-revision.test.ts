import path from 'node:path';
import { expect, it } from 'vitest';
import { openLedger } from '../ledger.js';
import { sampleLedger } from '../testing/sample-ledger.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { claimRun } from '../verbs/claim-run.js';
import { leaderboard } from './leaderboard.js';
import { ledgerRevision } from './ledger-revision.js';

it('the revision changes with every commit of a writer, and by nothing else', () => {
  const { folder, remove } = temporaryFolder();
  const { ledger, sweepId } = sampleLedger(path.join(folder, 'ledger.db'));
  const reader = openLedger(ledger.file, { readonly: true });
  const seen = [ledgerRevision(reader)];
  leaderboard(reader, sweepId);
  expect(ledgerRevision(reader)).toBe(seen[0]);
  for (const runId of ['a0-0', 'a0-1', 'a1-0']) {
    claimRun(ledger, runId, { worker: 'w', device: 'cpu' });
    seen.push(ledgerRevision(reader));
  }
  expect(new Set(seen).size).toBe(4);
  // Refused: nothing was written.
  claimRun(ledger, 'a0-0', { worker: 'w', device: 'cpu' });
  expect(ledgerRevision(reader)).toBe(seen.at(-1));
  reader.close();
  ledger.close();
  remove();
});
