import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { attemptsOf, runsOf } from '@frostline/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepFolder, sweepOfWeights } from './support/competition.js';
import { launch, resume, start } from './support/frostline.js';
import { homeOf } from './support/home.js';
import { outcome, readLedger } from './support/outcome.js';
import { inMidEpoch, whenOwnerSays } from './support/moments.js';
import { succeeds } from './support/succeeds.js';

const weights = 'nets/mine.safetensors';
const folders: string[] = [];
let undisturbed: unknown;
beforeAll(async () => {
  const folder = folderWithWeights();
  await succeeds(launch(folder).ended);
  undisturbed = outcome(folder);
}, 300_000);
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

/** Both finished, the first at once, the second from where it was left; all numbers as if nothing had been. */
function expectGoneOn(folder: string): void {
  const [first, second] = runs(folder);
  expect(first?.history.map(({ outcome }) => outcome)).toEqual(['complete']);
  expect(second?.history.map(({ outcome }) => outcome)).toEqual(['stopped', 'complete']);
  expect(second?.history[1]?.resumedFromStep).toBeGreaterThan(0);
  expect(outcome(folder)).toEqual(undisturbed);
}

function moved(folder: string): string {
  const place = `${folder}-moved`;
  renameSync(folder, place);
  folders.splice(folders.indexOf(folder), 1, place);
  return place;
}

// Red when `addTrials` does not tell the place of kept weights anew, and when `runIdentity` takes in the path.
describe('a folder that moves between two launches', () => {
  it('goes on: no finished run is repeated, the other resumes from its checkpoint', async () => {
    const folder = folderWithWeights();
    await endInSecondRun(folder);
    const place = moved(folder);
    await succeeds(launch(place).ended);
    expectGoneOn(place);
  }, 300_000);

  // Red when `storedPlace` gives back what it was given.
  it('is resumed by its state folder alone', async () => {
    const folder = folderWithWeights();
    await endInSecondRun(folder);
    const place = moved(folder);
    await succeeds(start(tmpdir(), ['resume', '--home', homeOf(place)]).ended);
    expectGoneOn(place);
  }, 300_000);
});

// Red when `openRuns` does not look for weights, and as above.
describe('a weights file that is renamed', () => {
  it('is asked for by resume, which changes nothing; the sweep file that names it anew goes on', async () => {
    const folder = folderWithWeights();
    await endInSecondRun(folder);
    const renamed = 'nets/yours.safetensors';
    renameSync(path.join(folder, weights), path.join(folder, renamed));
    const { code, err } = await resume(folder);
    expect(code, err).toBe(2);
    expect(err).toContain('launch the sweep file again from its new place');
    expect(runs(folder).map(({ state }) => state)).toEqual(['complete', 'paused']);
    sweepOfWeights(folder, renamed);
    await succeeds(launch(folder).ended);
    expectGoneOn(folder);
  }, 300_000);
});

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
