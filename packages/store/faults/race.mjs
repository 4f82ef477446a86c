// Does what its parent says, so that two of them do it at the same time.
// race.mjs LEDGER; messages {verb, hold, event} in, {outcome} out.
import { claimRun, finishRun, openLedger, requeueLost } from '../dist/index.js';

const ledger = openLedger(process.argv[2]);
const verbs = {
  claim: ({ hold }) =>
    claimRun(ledger, hold.runId, { worker: String(process.pid), device: 'cpu' })?.token ?? null,
  finish: ({ hold, event }) => finishRun(ledger, hold, event),
  requeue: () => requeueLost(ledger),
};
process.on('message', (message) => process.send({ outcome: verbs[message.verb](message) }));
process.on('disconnect', () => process.exit(0));
process.send('ready');
