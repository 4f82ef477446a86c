import { describe, expect, it } from 'vitest';
import { trial } from '../testing/trial.js';
import { heatMap, heatRange } from './heat-map.js';

const of = (id: string, backbone: string, freeze: string, score: number | 'NaN' | null) =>
  trial({ id, score, settings: { backbone, freeze } });

const trials = [
  of('a', 'small', 'full', 0.5),
  of('b', 'small', 'head', 0.6),
  of('c', 'small', 'head', 0.8),
  of('d', 'small', 'head', 'NaN'),
  of('e', 'large', 'full', 0.9),
  of('f', 'large', 'until:1', null),
];

describe('the heat map', () => {
  it('goes from frozen to thawed, and from the best backbone down', () => {
    const map = heatMap(trials, 'maximize');
    expect(map.freezes).toEqual(['head', 'until:1', 'full']);
    expect(map.backbones).toEqual(['large', 'small']);
    expect(heatMap(trials, 'minimize').backbones).toEqual(['small', 'large']);
  });

  it('gives the best and the mean of the finite scores, and how many there are', () => {
    const cell = heatMap(trials, 'maximize').cells[1]?.[0];
    expect(cell).toMatchObject({ trials: 3, scored: 2, best: 0.8 });
    expect(cell?.mean).toBeCloseTo(0.7);
    expect(heatMap(trials, 'minimize').cells[0]?.[0]?.best).toBe(0.6);
  });

  it('tells a cell without trials from one without scores', () => {
    const [large] = heatMap(trials, 'maximize').cells;
    expect(large?.[0]).toBeNull();
    expect(large?.[1]).toEqual({ trials: 1, scored: 0, best: null, mean: null });
  });

  it('takes a setting that all trials share from where it stands', () => {
    const map = heatMap([trial({ id: 'a', settings: { freeze: 'head' } })], 'maximize', {
      backbone: 'small',
    });
    expect(map.backbones).toEqual(['small']);
  });

  it('spans its scale from the smallest to the largest value shown', () => {
    const map = heatMap(trials, 'maximize');
    expect(heatRange(map, 'best')).toEqual([0.5, 0.9]);
    expect(heatRange(heatMap([], 'maximize'), 'mean')).toBeNull();
  });
});
