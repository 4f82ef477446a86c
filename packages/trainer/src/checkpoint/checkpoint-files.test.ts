import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Checkpoint } from './checkpoint.js';
import { readLastCheckpoint, writeCheckpoint } from './checkpoint-files.js';

const folder = mkdtempSync(path.join(tmpdir(), 'frostline-checkpoints-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('comes back as it was, whatever the metrics of the run were', () => {
  const values = { accuracy: NaN, val_loss: Infinity, other: -Infinity, macro_f1: 0.1 };
  const checkpoint: Checkpoint = {
    progress: { step: 7, lossSum: 0.1 + 0.2, chosen: { epoch: 0, values } },
    state: { weight: { shape: [2], dtype: 'float32', data: Float32Array.of(1, NaN) } },
    best: {},
    identity: 'a run',
    numericsClass: 'a class',
  };
  writeCheckpoint(folder, checkpoint);
  expect(readLastCheckpoint(folder, 'a run')).toEqual(checkpoint);
});
