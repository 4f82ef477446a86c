import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { attemptsOf, runsOf } from '@frostline/store';
import { afterAll, describe, expect, it } from 'vitest';
import { sweepFolder, sweepOfWeights } from './support/competition.js';
import { launch, resume } from './support/frostline.js';
import { readLedger } from './support/outcome.js';
import { inMidEpoch, whenOwnerSays } from './support/moments.js';

const weights = 'nets/mine.safetensors';
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A folder whose sweep begins with a weights file of its own. */
function folderWithWeights(): string {
  const folder = sweepFolder();
  folders.push(folder);
  sweepOfWeights(folder, weights);
  const shipped = new URL('../../packages/model/weights/squeezenet1_1.sample.safetensors', import.meta.url);
  cpSync(fileURLToPath(shipped), path.join(folder, weights));
  return folder;
}

const runs = (folder: string) =>
  readLedger(folder, (ledger, sweepId) =>
    runsOf(ledger, sweepId).map(({ id, state, result }) => ({
      id,
      state,
      result,
      history: attemptsOf(ledger, id),
    })),
  );

/** Launches on one worker and ends it with Ctrl-C when the first run is finished and the second has a checkpoint. */
async function endInSecondRun(folder: string): Promise<void> {
  const sweep = launch(folder, ['--workers', '1']);
  await whenOwnerSays(folder, sweep, 'the second run in mid-epoch', ({ busy, ...status }) =>
    inMidEpoch({ ...status, busy: busy.filter(({ runId }) => runId.endsWith('-1')) }),
  );
  sweep.process.kill('SIGINT');
  await sweep.ended;
}

// Red when the host leaves `weightsHash` out of an assignment, and when `trialModel` does not compare it.
describe('a weights file that changes under its sweep', () => {
  it('fails what is left, once, as bad data; what was finished stands', async () => {
    const folder = folderWithWeights();
    await endInSecondRun(folder);
    const file = path.join(folder, weights);
    const bytes = readFileSync(file);
    // Other values of the same net, which a trial could begin with.
    writeFileSync(file, bytes.fill(0, bytes.length - 400));
    const { code, err } = await resume(folder);
    expect(code, err).toBe(1);
    expect(runs(folder).map(({ state }) => state)).toEqual(['complete', 'failed']);
    expect(runs(folder)[1]?.history.map(({ outcome, failure, code }) => [outcome, failure, code])).toEqual([
      ['stopped', null, null],
      ['failed', 'bad-data', 'weights-changed'],
    ]);
  }, 300_000);
});
