import { describe, expect, it } from 'vitest';
import { classDifferences } from './class-differences.js';

describe('differences by class', () => {
  it('are taken against the first trial, the largest first', () => {
    const { rows, widest } = classDifferences([
      { class: 'a', f1: [0.5, 0.6] },
      { class: 'b', f1: [0.9, 0.5] },
    ]);
    expect(rows.map(({ name }) => name)).toEqual(['b', 'a']);
    expect(rows[0]?.differences).toEqual([0, -0.4]);
    expect(widest).toBeCloseTo(0.4);
  });

  it('are none where a trial has no predictions', () => {
    const { rows, widest } = classDifferences([{ class: 'a', f1: [null, 0.6] }]);
    expect(rows[0]?.differences).toEqual([null, null]);
    expect(widest).toBe(1);
  });
});
