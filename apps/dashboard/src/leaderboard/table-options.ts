import type { LeaderboardTrial } from '@frostline/protocol';
import {
  getCoreRowModel,
  getGroupedRowModel,
  getSortedRowModel,
  type TableOptions,
} from '@tanstack/react-table';
import type { ViewState } from '../url/view-state.js';
import type { TrialColumn } from './columns.js';

/** The table that a view describes; it has no state of its own. */
export function tableOptions(
  trials: LeaderboardTrial[],
  columns: TrialColumn[],
  view: Pick<ViewState, 'sort' | 'group' | 'hidden'>,
): TableOptions<LeaderboardTrial> {
  const known = (id: string | null | undefined): id is string => columns.some((column) => column.id === id);
  return {
    data: trials,
    columns,
    state: {
      sorting:
        known(view.sort?.column) && view.sort ? [{ id: view.sort.column, desc: view.sort.descending }] : [],
      grouping: known(view.group) ? [view.group] : [],
      columnVisibility: Object.fromEntries(view.hidden.map((id) => [id, false])),
    },
    getRowId: (trial) => trial.id,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
    getGroupedRowModel: getGroupedRowModel(),
    groupedColumnMode: false,
    autoResetAll: false,
  };
}
