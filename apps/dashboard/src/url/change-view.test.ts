import { expect, it } from 'vitest';
import { changeView } from './change-view.js';
import { emptyView } from './view-state.js';

it("what was chosen on one trial's page stays there, whatever else changes, and is not carried to another's", () => {
  const view = { ...emptyView, trial: 'a', log: { fold: 1, attempt: 2 }, mistakes: 24, search: 'x' };
  expect(changeView(view, { metric: 'val_loss' })).toEqual({ ...view, metric: 'val_loss' });
  expect(changeView(view, { trial: 'b' })).toEqual({ ...view, trial: 'b', log: null, mistakes: null });
});
