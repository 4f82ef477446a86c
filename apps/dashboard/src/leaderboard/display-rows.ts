import type { LeaderboardTrial } from '@frostline/protocol';
import type { Row } from '@tanstack/react-table';

/** A line of the table: a trial, or the head of a group. */
export type DisplayRow =
  | { readonly kind: 'trial'; readonly key: string; readonly trial: LeaderboardTrial }
  | {
      readonly kind: 'group';
      readonly key: string;
      readonly value: string;
      readonly trials: number;
      readonly best: number | undefined;
      readonly mean: number | undefined;
      readonly open: boolean;
    };

/** The table's rows as lines: without groups the pinned trials first, with groups the open ones' trials below their heads. */
export function displayRows(rows: readonly Row<LeaderboardTrial>[], shut: readonly string[]): DisplayRow[] {
  if (!rows.some((row) => row.getIsGrouped())) {
    const trials = rows.map(trialRow);
    const isPinned = (row: DisplayRow): boolean => row.kind === 'trial' && row.trial.pinned;
    return [...trials.filter(isPinned), ...trials.filter((row) => !isPinned(row))];
  }
  return rows.flatMap((row) => {
    const value = String(row.groupingValue);
    const open = !shut.includes(value);
    const scores = row.subRows.flatMap((leaf) => leaf.getValue<number | undefined>('score') ?? []);
    const head: DisplayRow = {
      kind: 'group',
      key: row.id,
      value,
      trials: row.subRows.length,
      best: row.getValue('score'),
      mean: scores.length === 0 ? undefined : scores.reduce((a, b) => a + b, 0) / scores.length,
      open,
    };
    return [head, ...(open ? row.subRows.map(trialRow) : [])];
  });
}

function trialRow(row: Row<LeaderboardTrial>): DisplayRow {
  return { kind: 'trial', key: row.id, trial: row.original };
}
