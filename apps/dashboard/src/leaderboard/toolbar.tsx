import type { LeaderboardReply } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { formatCount } from '../model/numbers.js';
import { Icon } from '../ui/icon.js';
import { useMedia } from '../ui/use-media.js';
import { useView } from '../url/use-view.js';
import { ColumnsMenu } from './columns-menu.js';
import { FilterChips } from './filter-chips.js';
import { FilterMenu } from './filter-menu.js';
import { GroupMenu } from './group-menu.js';
import { PickedBar } from './picked-bar.js';
import { SortMenu } from './sort-menu.js';
import './toolbar.css';
import { useOverview } from './use-overview.js';

/** What decides which trials the table shows, and how. */
export function Toolbar({
  board,
  shown,
}: {
  readonly board: LeaderboardReply;
  readonly shown: number;
}): ReactNode {
  const { view, go } = useView();
  const narrow = useMedia('(width < 720px)');
  const overview = useOverview();
  const all = board.trials.length;
  return (
    <div className="toolbar">
      <div className="toolbar-line">
        <label className="search">
          <Icon name="search" />
          <span className="visually-hidden">Search trials</span>
          <input
            type="search"
            className="field"
            placeholder="Search settings, tags, notes"
            value={view.search}
            onChange={(event) => {
              go({ search: event.target.value }, { replace: true });
            }}
          />
        </label>
        <FilterMenu board={board} />
        <GroupMenu board={board} />
        {narrow ? <SortMenu board={board} /> : <ColumnsMenu board={board} />}
        <button
          type="button"
          className="button"
          aria-pressed={overview}
          onClick={() => {
            go({ overview: !overview }, { replace: true });
          }}
        >
          <Icon name="panel" />
          Overview
        </button>
        <p className="toolbar-count" role="status">
          {shown === all ? formatCount(all) : `${formatCount(shown)} of ${formatCount(all)}`} trials
        </p>
      </div>
      <FilterChips live={board.sweep.live} />
      {view.picked.length > 0 && <PickedBar board={board} />}
    </div>
  );
}
