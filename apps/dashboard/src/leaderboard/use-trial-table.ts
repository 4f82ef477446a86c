import type { LeaderboardReply, LeaderboardTrial } from '@frostline/protocol';
import { useReactTable, type Column } from '@tanstack/react-table';
import { useMemo } from 'react';
import type { ViewState } from '../url/view-state.js';
import { trialColumns, type ColumnLook } from './columns.js';
import { displayRows, type DisplayRow } from './display-rows.js';
import { tableOptions } from './table-options.js';

/** A visible column: its id, how it looks and whether it may be sorted. */
export interface VisibleColumn extends ColumnLook {
  readonly id: string;
  readonly sortable: boolean;
}

/** The lines and the visible columns of the table that a view describes. */
export function useTrialTable(
  board: LeaderboardReply,
  trials: LeaderboardTrial[],
  view: Pick<ViewState, 'sort' | 'group' | 'hidden' | 'shut'>,
): { readonly rows: DisplayRow[]; readonly columns: VisibleColumn[] } {
  const columns = useMemo(
    () => trialColumns({ sweep: board.sweep, varying: board.varying, trials: board.trials }),
    [board.sweep, board.varying, board.trials],
  );
  const table = useReactTable(tableOptions(trials, columns, view));
  const sorted = table.getSortedRowModel().rows;
  const rows = useMemo(() => displayRows(sorted, view.shut), [sorted, view.shut]);
  return { rows, columns: table.getVisibleLeafColumns().map(visibleColumn) };
}

function visibleColumn(column: Column<LeaderboardTrial>): VisibleColumn {
  return { ...(column.columnDef.meta as ColumnLook), id: column.id, sortable: column.getCanSort() };
}
