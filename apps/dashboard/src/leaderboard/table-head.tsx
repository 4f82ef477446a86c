import type { ReactNode } from 'react';
import { formatScore } from '../model/numbers.js';
import type { ValueScale } from '../model/score-scale.js';
import { Icon } from '../ui/icon.js';
import { useView } from '../url/use-view.js';
import type { VisibleColumn } from './use-trial-table.js';
import { nextSort, shownSort } from './next-sort.js';

/** The table's head: a click sorts, the next one the other way round, the third takes the sorting back. */
export function TableHead({
  columns,
  template,
  folds,
  hidden,
}: {
  readonly columns: readonly VisibleColumn[];
  readonly template: string;
  readonly folds: ValueScale | null;
  /** Cards have no columns; the head then is for screen readers alone. */
  readonly hidden: boolean;
}): ReactNode {
  const { view, go } = useView();
  return (
    <div role="rowgroup" className={hidden ? 'visually-hidden' : 'table-head'}>
      <div role="row" aria-rowindex={1} className="head-row" style={{ gridTemplateColumns: template }}>
        {columns.map((column) => {
          const shown = shownSort(view.sort);
          const sort = shown.column === column.id ? shown : null;
          return (
            <div
              key={column.id}
              role="columnheader"
              className={column.end ? 'cell number' : 'cell'}
              {...(sort && {
                'aria-sort': sort.descending ? ('descending' as const) : ('ascending' as const),
              })}
            >
              {column.sortable ? (
                <button
                  type="button"
                  tabIndex={hidden ? -1 : 0}
                  onClick={() => {
                    go({ sort: nextSort(view.sort, column.id, column.largestFirst) }, { replace: true });
                  }}
                >
                  {column.label}
                  {sort && <Icon name={sort.descending ? 'down' : 'up'} />}
                  {column.kind === 'folds' && folds && (
                    <span className="fold-scale" aria-hidden="true">
                      {formatScore(folds.low).slice(0, 5)} – {formatScore(folds.high).slice(0, 5)}
                    </span>
                  )}
                </button>
              ) : (
                <span className="visually-hidden">{column.kind === 'pick' ? 'Picked' : 'Pinned'}</span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
