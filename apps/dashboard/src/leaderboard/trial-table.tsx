import type { LeaderboardReply, LeaderboardTrial } from '@frostline/protocol';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useId, useMemo, useRef, type ReactNode } from 'react';
import { deepestStage } from '../model/freeze-depth.js';
import { filtersNothing } from '../model/filter-trials.js';
import { foldScale } from '../model/score-scale.js';
import { settingText } from '../model/settings.js';
import { StateBox } from '../ui/state-box.js';
import { useMedia } from '../ui/use-media.js';
import { useView } from '../url/use-view.js';
import { emptyView } from '../url/view-state.js';
import { GroupRow } from './group-row.js';
import { TableHead } from './table-head.js';
import { TrialCard } from './trial-card.js';
import { TrialRow, type RowContext } from './trial-row.js';
import './trial-table.css';
import { useMoreColumns } from './use-more-columns.js';
import { useRowActions } from './use-row-actions.js';
import { useTableKeys } from './use-table-keys.js';
import { useTrialTable } from './use-trial-table.js';

/** Height of a line, pixels: a row, or a card where the page is as narrow as a phone. */
const heights = { row: 34, card: 74, group: 36 };

/** The leaderboard's table: only the lines in sight are in the document, however many trials there are. */
export function TrialTable({
  board,
  trials,
}: {
  readonly board: LeaderboardReply;
  readonly trials: LeaderboardTrial[];
}): ReactNode {
  const { view, go } = useView();
  const narrow = useMedia('(width < 720px)');
  const { rows, columns } = useTrialTable(board, trials, view);
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const actions = useRowActions(board);
  const context = useMemo<RowContext>(
    () => ({
      goal: board.sweep.goal,
      live: board.sweep.live,
      folds: foldScale(board.trials, board.sweep.goal),
      deepest: deepestStage([...new Set(board.trials.map((trial) => settingText(trial.settings['freeze'])))]),
      common: board.common,
    }),
    [board],
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) =>
      rows[index]?.kind === 'group' ? heights.group : narrow ? heights.card : heights.row,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 10,
    // The head stands above the lines and covers the first of them.
    scrollPaddingStart: narrow ? 0 : 34,
    initialRect: { width: 1000, height: 800 },
  });
  const { active, onKeyDown, setActive } = useTableKeys(rows, actions, (index) => {
    virtual.scrollToIndex(index);
  });
  const template = columns.map(({ width }) => width).join(' ');
  const more = useMoreColumns(scroller, template);
  const rowId = (index: number): string => `${id}-${index}`;
  const activeShown = virtual.getVirtualItems().some(({ index }) => index === active);
  return (
    <div
      ref={scroller}
      className="table-scroll"
      role={view.group === null ? 'grid' : 'treegrid'}
      aria-label="Trials"
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-multiselectable="true"
      tabIndex={0}
      {...(activeShown && { 'aria-activedescendant': rowId(active) })}
      onKeyDown={onKeyDown}
      data-narrow={narrow ? '' : undefined}
      data-more={more ? '' : undefined}
    >
      <TableHead columns={columns} template={template} folds={context.folds} hidden={narrow} />
      <div className="table-body" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          const place = {
            id: rowId(item.index),
            index: item.index,
            start: item.start,
            size: item.size,
            active: item.index === active,
          };
          if (row.kind === 'group')
            return (
              <GroupRow key={item.key} row={row} place={place} setting={view.group ?? ''} actions={actions} />
            );
          const Line = narrow ? TrialCard : TrialRow;
          return (
            <Line
              key={item.key}
              trial={row.trial}
              columns={columns}
              template={template}
              place={place}
              picked={view.picked.includes(row.trial.id)}
              context={context}
              actions={actions}
              onActivate={setActive}
            />
          );
        })}
      </div>
      {rows.length === 0 && (
        <div role="row" className="table-empty">
          <div role="gridcell" aria-colspan={columns.length}>
            {board.trials.length === 0 ? (
              <StateBox title="No trial has been planned yet">
                <p>The sweep is being prepared; its trials appear here as soon as they are known.</p>
              </StateBox>
            ) : (
              <StateBox title="No trial passes these filters">
                {!filtersNothing(view) && (
                  <button
                    type="button"
                    className="button"
                    onClick={() => {
                      const { search, states, where, tags, pinned } = emptyView;
                      go({ search, states, where, tags, pinned });
                    }}
                  >
                    Clear filters
                  </button>
                )}
              </StateBox>
            )}
          </div>
        </div>
      )}
    </div>
  );
}
