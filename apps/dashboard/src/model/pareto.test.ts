import { describe, expect, it } from 'vitest';
import { paretoFront } from './pareto.js';

describe('the trials that none beats in both time and score', () => {
  const points = [
    { id: 'slow-best', seconds: 30, score: 0.9 },
    { id: 'quick', seconds: 10, score: 0.5 },
    { id: 'beaten', seconds: 20, score: 0.4 },
    { id: 'quick-worse', seconds: 10, score: 0.3 },
    { id: 'slow-same', seconds: 40, score: 0.9 },
  ];

  it('rise with time where more is better', () => {
    expect(paretoFront(points, 'maximize').map(({ id }) => id)).toEqual(['quick', 'slow-best']);
  });

  it('fall with time where less is better', () => {
    expect(paretoFront(points, 'minimize').map(({ id }) => id)).toEqual(['quick-worse']);
  });
});
