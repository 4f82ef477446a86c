import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Checkpoint } from './checkpoint.js';
import {
  claimCheckpoints,
  readLastCheckpoint,
  removeCheckpointsAfter,
  writeCheckpoint,
} from './checkpoint-files.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'frostline-checkpoints-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const checkpointOf = (identity: string, step: number): Checkpoint => ({
  progress: { step, lossSum: 0, chosen: null, watched: { best: null, waited: 0 } },
  state: { weight: { shape: [1], dtype: 'float32', data: Float32Array.of(step) } },
  best: {},
  identity,
  numericsClass: 'a class',
});

it('comes back as it was, whatever the metrics of the run were', () => {
  const values = { accuracy: NaN, val_loss: Infinity, other: -Infinity, macro_f1: 0.1 };
  const checkpoint: Checkpoint = {
    progress: {
      step: 7,
      lossSum: 0.1 + 0.2,
      chosen: { epoch: 0, values },
      watched: { best: 0.1, waited: 3 },
    },
    state: { weight: { shape: [2], dtype: 'float32', data: Float32Array.of(1, NaN) } },
    best: {},
    identity: 'a run',
    numericsClass: 'a class',
  };
  writeCheckpoint(claimCheckpoints(folder), checkpoint);
  expect(readLastCheckpoint(folder, 'a run')).toEqual(checkpoint);
});

it("are not pushed out by another run's later steps once those are removed", () => {
  for (const step of [20, 30]) writeCheckpoint(claimCheckpoints(folder), checkpointOf('another run', step));
  removeCheckpointsAfter(folder, -1);
  for (const step of [1, 2, 3]) {
    writeCheckpoint(claimCheckpoints(folder), checkpointOf('a run', step));
    expect(readLastCheckpoint(folder, 'a run')?.progress.step).toBe(step);
  }
});

it('stay when only what is newer is removed', () => {
  for (const step of [4, 8]) writeCheckpoint(claimCheckpoints(folder), checkpointOf('a run', step));
  removeCheckpointsAfter(folder, 4);
  expect(readdirSync(folder).filter((name) => name.startsWith('step'))).toEqual(['step-4.safetensors']);
});

it('are written by the attempt that claimed them last, and by no earlier one that is still alive', () => {
  const earlier = claimCheckpoints(folder);
  writeCheckpoint(earlier, checkpointOf('a run', 1));
  const later = claimCheckpoints(folder);
  expect(() => writeCheckpoint(earlier, checkpointOf('a run', 2))).toThrow(
    'another attempt of this run has begun',
  );
  expect(readLastCheckpoint(folder, 'a run')?.progress.step).toBe(1);
  writeCheckpoint(later, checkpointOf('a run', 3));
  expect(readLastCheckpoint(folder, 'a run')?.progress.step).toBe(3);
});
