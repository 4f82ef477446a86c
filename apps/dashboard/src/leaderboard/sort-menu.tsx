import type { LeaderboardReply } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { Menu } from '../ui/menu.js';
import { useView } from '../url/use-view.js';
import { trialColumns } from './columns.js';
import { nextSort, shownSort } from './next-sort.js';

/** Sorts where there is no head to click: cards have no columns. */
export function SortMenu({ board }: { readonly board: LeaderboardReply }): ReactNode {
  const { view, go } = useView();
  return (
    <Menu label="Sort" icon="sort" on={view.sort !== null}>
      {trialColumns(board)
        .filter(({ enableSorting }) => enableSorting !== false)
        .map(({ id, meta }) => {
          const shown = shownSort(view.sort);
          const sort = shown.column === id ? shown : null;
          return (
            <button
              key={id}
              type="button"
              className="menu-item"
              aria-pressed={sort !== null}
              onClick={() => {
                go({ sort: nextSort(view.sort, id, meta.largestFirst) }, { replace: true });
              }}
            >
              {meta.label}
              {sort && <span className="count">{sort.descending ? 'largest first' : 'smallest first'}</span>}
            </button>
          );
        })}
    </Menu>
  );
}
