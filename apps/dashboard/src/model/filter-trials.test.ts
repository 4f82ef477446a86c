import { describe, expect, it } from 'vitest';
import { trial } from '../testing/trial.js';
import { emptyView, type TrialFilter } from '../url/view-state.js';
import { filterTrials } from './filter-trials.js';

const trials = [
  trial({ id: 'a1', settings: { backbone: 'resnet18', freeze: 'head', dropout: null }, tags: ['baseline'] }),
  trial({ id: 'b2', settings: { backbone: 'resnet50', freeze: 'full', dropout: 0.2 }, state: 'failed' }),
  trial({
    id: 'c3',
    settings: { backbone: 'resnet18', freeze: 'full', dropout: 0.2 },
    note: 'Odd curve',
    pinned: true,
  }),
];

function ids(filter: Partial<TrialFilter>): string[] {
  return filterTrials(trials, { ...emptyView, ...filter }).map(({ id }) => id);
}

describe('filtering trials', () => {
  it('lets all through without a condition', () => {
    expect(ids({})).toEqual(['a1', 'b2', 'c3']);
  });

  it('takes any value of one setting and needs every setting', () => {
    expect(ids({ where: { backbone: ['resnet18', 'resnet50'], freeze: ['full'] } })).toEqual(['b2', 'c3']);
    expect(ids({ where: { backbone: ['resnet18'], freeze: ['full'] } })).toEqual(['c3']);
  });

  it("finds the backbone's own value by the name it is shown under", () => {
    expect(ids({ where: { dropout: ['default'] } })).toEqual(['a1']);
  });

  it('needs every word, in settings, notes, tags, state or id', () => {
    expect(ids({ search: 'resnet18 freeze=full' })).toEqual(['c3']);
    expect(ids({ search: 'odd CURVE' })).toEqual(['c3']);
    expect(ids({ search: 'baseline' })).toEqual(['a1']);
    expect(ids({ search: 'failed' })).toEqual(['b2']);
    expect(ids({ search: 'resnet18 failed' })).toEqual([]);
  });

  it('takes numbers from–to, both included; what has none is in no range', () => {
    expect(ids({ ranges: { dropout: { from: 0.2, to: null } } })).toEqual(['b2', 'c3']);
    expect(ids({ ranges: { dropout: { from: null, to: 0.1 } } })).toEqual([]);
    expect(ids({ ranges: { score: { from: 0.5, to: 0.5 }, seconds: { from: null, to: 10 } } })).toHaveLength(
      3,
    );
    expect(ids({ ranges: { backbone: { from: 0, to: null } } })).toEqual([]);
  });

  it('takes states, tags and pins together', () => {
    expect(ids({ states: ['failed'] })).toEqual(['b2']);
    expect(ids({ tags: ['baseline', 'other'] })).toEqual(['a1']);
    expect(ids({ pinned: true })).toEqual(['c3']);
    expect(ids({ pinned: true, states: ['failed'] })).toEqual([]);
  });
});
