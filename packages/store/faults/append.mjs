// Claims a run and reports metrics without end; prints each sequence number once it is acknowledged.
// append.mjs LEDGER RUN
import { writeSync } from 'node:fs';
import { claimRun, openLedger, recordEvents, requeueLost } from '../dist/index.js';

const [file, runId] = process.argv.slice(2);
const ledger = openLedger(file);
requeueLost(ledger);
const hold = claimRun(ledger, runId, { worker: 'append', device: 'cpu' });
for (let sequence = 0; ; sequence += 4) {
  const batch = [0, 1, 2, 3].map((offset) => {
    const step = sequence + offset;
    return {
      ...hold,
      sequence: step,
      event: { type: 'metrics', step, epoch: 0, values: { loss: 1 / (step + 1) } },
    };
  });
  const outcomes = recordEvents(ledger, batch);
  outcomes.forEach((outcome, offset) => {
    if (outcome === 'accepted') writeSync(1, `${hold.attempt} ${sequence + offset}\n`);
  });
}
