import type { LeaderboardReply, LeaderboardTrial } from '@frostline/protocol';
import { memo, type ReactNode } from 'react';
import type { ValueScale } from '../model/score-scale.js';
import { placed, type RowPlace } from './row-place.js';
import { TrialCell } from './trial-cell.js';
import type { RowActions } from './use-row-actions.js';
import type { VisibleColumn } from './use-trial-table.js';

/** What all rows share. */
export interface RowContext {
  readonly goal: 'maximize' | 'minimize';
  /** Whether a process runs the sweep. */
  readonly live: boolean;
  /** The scale of the folds' scores; null while none is known. */
  readonly folds: ValueScale | null;
  /** The deepest stage that a strategy of the sweep freezes. */
  readonly deepest: number;
  readonly common: LeaderboardReply['common'];
}

export interface TrialRowProps {
  readonly trial: LeaderboardTrial;
  readonly columns: readonly VisibleColumn[];
  readonly template: string;
  readonly place: RowPlace;
  readonly picked: boolean;
  readonly context: RowContext;
  readonly actions: RowActions;
  onActivate(index: number): void;
}

/** A trial as a row. */
export const TrialRow = memo(function TrialRow({
  trial,
  columns,
  template,
  place,
  picked,
  context,
  actions,
  onActivate,
}: TrialRowProps): ReactNode {
  return (
    <div
      {...placed(place)}
      className="table-row"
      aria-selected={picked}
      style={{ gridTemplateColumns: template, transform: `translateY(${place.start}px)`, height: place.size }}
      onClick={() => {
        onActivate(place.index);
        actions.open(trial.id);
      }}
    >
      {columns.map((column) => (
        <div key={column.id} role="gridcell" className={column.end ? 'cell number' : 'cell'}>
          <TrialCell column={column} trial={trial} picked={picked} context={context} actions={actions} />
        </div>
      ))}
    </div>
  );
}, sameRow);

/** A place is made anew with every scroll; what it says is what counts. */
function sameRow(a: TrialRowProps, b: TrialRowProps): boolean {
  return (
    a.trial === b.trial &&
    a.template === b.template &&
    a.picked === b.picked &&
    a.context === b.context &&
    a.actions === b.actions &&
    a.place.start === b.place.start &&
    a.place.active === b.place.active &&
    a.place.index === b.place.index &&
    a.place.size === b.place.size
  );
}
