// Does one state change and dies by SIGKILL right after its COUNTth writing statement, before COMMIT.
// change.mjs LEDGER VERB COUNT [HOLD as JSON]; exits 0 when the change has fewer statements.
import * as store from '../dist/index.js';
import { finished, metrics, sampleSweep, sampleTrial, started } from '../dist/testing/sample-ledger.js';

const [file, verb, count, hold] = process.argv.slice(2);
let statements = 0;
const ledger = store.openLedger(file, {
  afterStatement: () => {
    statements += 1;
    if (statements === Number(count)) process.kill(process.pid, 'SIGKILL');
  },
});
const held = JSON.parse(hold ?? 'null');
const report = (sequence, event) => ({ ...held, sequence, event });
const sweep = store.findSweep(ledger).id;

const changes = {
  createSweep: () => store.createSweep(ledger, { ...sampleSweep, name: 'another' }),
  addTrials: () => store.addTrials(ledger, sweep, [sampleTrial('b0', { seed: 99 })]),
  claimRun: () => store.claimRun(ledger, 'a1-0', { worker: 'w', device: 'cpu' }),
  recordEvents: () =>
    store.recordEvents(ledger, [report(0, started()), report(1, metrics(10, { loss: 1, accuracy: 0.5 }))]),
  finishRun: () => store.finishRun(ledger, held, finished(0.75)),
  failRun: () => store.failRun(ledger, held, { class: 'lost', code: 'killed', message: '' }, { retry: true }),
  releaseRun: () => store.releaseRun(ledger, held, 'paused'),
  requeueLost: () => store.requeueLost(ledger),
};
changes[verb]();
ledger.close();
