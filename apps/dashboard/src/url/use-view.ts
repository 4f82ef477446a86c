import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { changeView } from './change-view.js';
import { formatView, parseView } from './codec.js';
import type { ViewState } from './view-state.js';

const changed = 'frostline:view';

/** The view that the URL describes, and a way to change it. */
export interface View {
  readonly view: ViewState;
  /** Changes the view; `replace` leaves no entry in the history, for what changes with every key. */
  go(patch: Partial<ViewState>, options?: { readonly replace?: boolean }): void;
  /** The URL of the view as it would be after a change: what a link needs. */
  link(patch: Partial<ViewState>): string;
}

export function useView(): View {
  const query = useSyncExternalStore(subscribe, () => location.search);
  const view = useMemo(() => parseView(query), [query]);
  const link = useCallback(
    (patch: Partial<ViewState>) => `${location.pathname}${formatView(changeView(view, patch))}`,
    [view],
  );
  return { view, link, go };
}

/** Reads the URL anew, so that a change made a moment ago is never undone by a stale closure. */
function go(patch: Partial<ViewState>, options: { readonly replace?: boolean } = {}): void {
  const url = `${location.pathname}${formatView(changeView(parseView(location.search), patch))}`;
  if (options.replace === true) history.replaceState(null, '', url);
  else history.pushState(null, '', url);
  dispatchEvent(new Event(changed));
}

function subscribe(listener: () => void): () => void {
  addEventListener('popstate', listener);
  addEventListener(changed, listener);
  return () => {
    removeEventListener('popstate', listener);
    removeEventListener(changed, listener);
  };
}
