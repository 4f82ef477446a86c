import type { ViewState } from './view-state.js';

/** A view after a change; what was chosen on one trial's page does not go along to another's. */
export function changeView(view: ViewState, patch: Partial<ViewState>): ViewState {
  const sameTrial = patch.trial === undefined || patch.trial === view.trial;
  return { ...view, ...(!sameTrial && { log: null, mistakes: null }), ...patch };
}
