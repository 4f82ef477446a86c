import type { ViewState } from '../url/view-state.js';

/** The order in which trials come while none is chosen. */
const byRank = { column: 'rank', descending: false };

/** How the table is sorted, chosen or not. */
export function shownSort(sort: ViewState['sort']): NonNullable<ViewState['sort']> {
  return sort ?? byRank;
}

/** The sorting after another click on a column: its first way, then the other, then none. */
export function nextSort(sort: ViewState['sort'], column: string, largestFirst: boolean): ViewState['sort'] {
  const shown = shownSort(sort);
  if (shown.column !== column) return { column, descending: largestFirst };
  return shown.descending === largestFirst ? { column, descending: !largestFirst } : null;
}
