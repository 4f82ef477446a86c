import type { SampleSubmission } from '@frostline/data';
import { describe, expect, it } from 'vitest';
import { alignPredictions, submissionRows } from './submission-rows.js';

const sample = (id: string, label: number) => ({ id, path: `/images/${id}`, sha256: '', label });
const competition = {
  classes: ['a', 'b'],
  train: [sample('x', 1), sample('y', 0), sample('z', 1)],
};
const predictions = (ids: string[], values: number[], classes = ['a', 'b']) => ({
  ids,
  classes,
  probabilities: Float32Array.from(values),
});

describe('predictions for a submission', () => {
  it("come in the sample's order", () => {
    const { probabilities, missing } = alignPredictions(
      competition,
      ['p', 'q'],
      predictions(['q', 'p'], [0.25, 0.75, 1, 0]),
    );
    expect([...probabilities]).toEqual([1, 0, 0.25, 0.75]);
    expect(missing).toEqual([]);
  });

  it('have the shares of the classes for an image that could not be decoded, which is named', () => {
    const { probabilities, missing } = alignPredictions(competition, ['p', 'q'], predictions(['q'], [1, 0]));
    expect([...probabilities]).toEqual([...Float32Array.from([1 / 3, 2 / 3, 1, 0])]);
    expect(missing).toEqual(['p']);
  });

  it('are refused with other classes, or for an image that the sample lacks', () => {
    expect(() => alignPredictions(competition, ['p'], predictions(['p'], [1, 0], ['a', 'c']))).toThrow(
      'other classes',
    );
    expect(() => alignPredictions(competition, ['p'], predictions(['r'], [1, 0]))).toThrow('"r"');
  });
});

describe("a submission's columns", () => {
  const shape = (values: SampleSubmission['values'], ...columns: string[]): SampleSubmission => ({
    columns,
    idColumn: 'id',
    values,
    ids: ['p', 'q'],
  });
  const probabilities = Float32Array.from([0.25, 0.75, 1, 0]);

  it('are the likeliest label where the sample asks for the target', () => {
    expect(submissionRows(competition, shape('label', 'id', 'label'), probabilities)).toEqual({
      columns: ['label'],
      rows: [['b'], ['a']],
    });
  });

  it('are one probability per class where the sample names the classes, in its order', () => {
    expect(submissionRows(competition, shape('probabilities', 'id', 'b', 'a'), probabilities)).toEqual({
      columns: ['b', 'a'],
      rows: [
        [0.75, 0.25],
        [0, 1],
      ],
    });
  });
});
