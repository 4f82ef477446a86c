import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from './ledger.js';
import { attemptsOf } from './queries/attempts-of.js';
import { runsOf } from './queries/runs-of.js';
import { ending, nextMessage, startProgram } from './testing/child-process.js';
import { finished, sampleLedger } from './testing/sample-ledger.js';
import { temporaryFolder } from './testing/temporary-folder.js';
import { claimRun } from './verbs/claim-run.js';

const trials = 10;

let ledger: Ledger;
let sweepId: string;
let racers: readonly ChildProcess[];
let remove: () => void;
beforeEach(async () => {
  const temporary = temporaryFolder();
  remove = () => temporary.remove();
  const file = path.join(temporary.folder, 'ledger.db');
  ({ ledger, sweepId } = sampleLedger(file, { trials }));
  racers = [startProgram('race', file), startProgram('race', file)];
  expect(await Promise.all(racers.map(nextMessage))).toEqual(['ready', 'ready']);
});
afterEach(async () => {
  for (const racer of racers) racer.disconnect();
  await Promise.all(racers.map(ending));
  ledger.close();
  remove();
});

/** Sends one message to each racer at the same time and returns what they made of it. */
async function race(...messages: readonly object[]): Promise<unknown[]> {
  const answers = racers.map(nextMessage);
  racers.forEach((racer, index) => racer.send(messages[index] ?? {}));
  return (await Promise.all(answers)).map((answer) => (answer as { outcome: unknown }).outcome);
}

describe('two processes', () => {
  it('that claim one run: exactly one gets it', async () => {
    for (const { id } of runsOf(ledger, sweepId)) {
      const message = { verb: 'claim', hold: { runId: id } };
      const tokens = (await race(message, message)).filter((token) => token !== null);
      expect(tokens).toHaveLength(1);
      expect(attemptsOf(ledger, id)).toHaveLength(1);
    }
  });

  it('that finish one run: exactly one result is stored, the winner’s', async () => {
    for (const { id } of runsOf(ledger, sweepId)) {
      const hold = claimRun(ledger, id, { worker: 'w', device: 'cpu' });
      const outcomes = await race(
        { verb: 'finish', hold, event: finished(0) },
        { verb: 'finish', hold, event: finished(1) },
      );
      expect([...outcomes].sort()).toEqual(['accepted', 'duplicate']);
      const stored = runsOf(ledger, sweepId).find((run) => run.id === id);
      expect(stored?.result?.values['macro_f1']).toBe(outcomes.indexOf('accepted'));
    }
  });

  it('that finish a run and requeue it: it is finished, or it waits and the result is refused', async () => {
    for (const { id } of runsOf(ledger, sweepId)) {
      const hold = claimRun(ledger, id, { worker: 'w', device: 'cpu' });
      const outcomes = await race({ verb: 'finish', hold, event: finished(1) }, { verb: 'requeue' });
      const state = runsOf(ledger, sweepId).find((run) => run.id === id)?.state;
      expect([outcomes, state]).toEqual(
        outcomes[0] === 'accepted' ? [['accepted', []], 'complete'] : [['stale', [id]], 'waiting'],
      );
    }
  });
});
