import { loadCompetition } from '@frostline/data';
import { trialSettings, type RunAssignment } from '@frostline/protocol';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sampleSweepFolder } from '../testing/sample-sweep.js';
import { Workbench } from './workbench.js';

let root: string;
beforeEach(() => {
  root = sampleSweepFolder();
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

async function assignmentOf(competition: string): Promise<RunAssignment> {
  return {
    runId: 'trial-0',
    trialId: 'trial',
    fold: 0,
    attempt: 1,
    parts: 1,
    token: 'token',
    settings: trialSettings.parse({ backbone: 'squeezenet1_1', freeze: 'scratch', epochs: 1 }),
    folds: { kind: 'stratified', count: 3, seed: 0 },
    metric: 'accuracy',
    competition,
    competitionHash: (await loadCompetition(competition)).hash,
    home: path.join(root, '.frostline'),
    artifacts: path.join(root, '.frostline', 'runs', 'trial-0'),
  };
}

it('says how many images are decoded', async () => {
  const assignment = await assignmentOf(path.join(root, 'competition.yaml'));
  const notes: string[] = [];
  await new Workbench({ name: 'onnxruntime' }).prepare(assignment, {
    alive: () => undefined,
    signal: new AbortController().signal,
    note: (what) => notes.push(what),
  });
  expect(notes).toEqual([
    'decoding train images at 64: 4 of 6',
    'decoding train images at 64: 6 of 6',
    'decoding test images at 64: 2 of 2',
  ]);
});

it('refuses a competition that is no longer what the sweep was planned with', async () => {
  const assignment = await assignmentOf(path.join(root, 'competition.yaml'));
  const prepare = () =>
    new Workbench({ name: 'onnxruntime' }).prepare(assignment, {
      alive: () => undefined,
      signal: new AbortController().signal,
    });
  await expect(prepare()).resolves.toMatchObject({ job: { classes: ['a', 'b'] } });
  writeFileSync(path.join(root, 'train', '0-0.png'), 'another image');
  await expect(prepare()).rejects.toMatchObject({ code: 'data-changed', exitCode: 2 });
});
