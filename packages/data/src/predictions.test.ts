import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  meanPredictions,
  poolPredictions,
  readPredictions,
  writePredictions,
  type Predictions,
} from './predictions.js';

const folder = mkdtempSync(path.join(tmpdir(), 'frostline-predictions-'));
const table = (ids: string[], values: number[]): Predictions => ({
  ids,
  classes: ['a, b', 'T-shirt "x"'],
  probabilities: Float32Array.from(values),
});

describe('prediction tables', () => {
  it('keep every float32 and every name through a file', () => {
    const written = table(['1', 'ä,"'], [1 / 3, 2 / 3, 1e-30, NaN]);
    const file = path.join(folder, 'p.csv');
    writePredictions(file, written);
    expect(readPredictions(file)).toEqual(written);
  });

  it('name the row that is broken', () => {
    const file = path.join(folder, 'broken.csv');
    writeFileSync(file, 'id,a,b\n1,0.5,0.5\n2,0.5\n');
    expect(() => readPredictions(file)).toThrow(/broken\.csv:3: row has another number of cells/);
  });

  it('are pooled over folds, and a repeated image is refused', () => {
    expect(poolPredictions([table(['1'], [0, 1]), table(['2'], [1, 0])])).toEqual(
      table(['1', '2'], [0, 1, 1, 0]),
    );
    expect(() => poolPredictions([table(['1'], [0, 1]), table(['1'], [1, 0])])).toThrow(/in two folds/);
  });

  it('are averaged over folds, and other images are refused', () => {
    expect(meanPredictions([table(['1'], [0, 1]), table(['1'], [1, 0])])).toEqual(table(['1'], [0.5, 0.5]));
    expect(() => meanPredictions([table(['1'], [0, 1]), table(['2'], [1, 0])])).toThrow(/other images/);
  });
});
