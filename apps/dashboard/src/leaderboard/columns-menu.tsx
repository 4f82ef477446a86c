import type { LeaderboardReply } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { Menu } from '../ui/menu.js';
import { useView } from '../url/use-view.js';
import { trialColumns } from './columns.js';

/** Shows and hides columns. */
export function ColumnsMenu({ board }: { readonly board: LeaderboardReply }): ReactNode {
  const { view, go } = useView();
  const { hidden } = view;
  return (
    <Menu label="Columns" icon="columns" on={hidden.length > 0}>
      <fieldset>
        <legend>Show columns</legend>
        {trialColumns(board)
          .filter(({ meta }) => meta.hideable)
          .map(({ id, meta }) => (
            <label className="menu-item" key={id}>
              <input
                type="checkbox"
                checked={!hidden.includes(id)}
                onChange={() => {
                  go({
                    hidden: hidden.includes(id) ? hidden.filter((other) => other !== id) : [...hidden, id],
                  });
                }}
              />
              {meta.label}
            </label>
          ))}
      </fieldset>
    </Menu>
  );
}
