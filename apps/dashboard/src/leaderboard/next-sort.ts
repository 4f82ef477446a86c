import type { ViewState } from '../url/view-state.js';

/** The sorting after another click on a column: its first way, then the other, then none. */
export function nextSort(sort: ViewState['sort'], column: string, largestFirst: boolean): ViewState['sort'] {
  if (sort?.column !== column) return { column, descending: largestFirst };
  return sort.descending === largestFirst ? { column, descending: !largestFirst } : null;
}
