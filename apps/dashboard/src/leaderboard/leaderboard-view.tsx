import { useDeferredValue, useMemo, type ReactNode } from 'react';
import { filterTrials } from '../model/filter-trials.js';
import type { SweepViewProps } from '../shell/sweep-view-props.js';
import { lazyPart } from '../ui/lazy-part.js';
import { useView } from '../url/use-view.js';
import './leaderboard-view.css';
import { useOverview } from './use-overview.js';
import { Toolbar } from './toolbar.js';
import { TrialTable } from './trial-table.js';

const Overview = lazyPart('The overview', async () => (await import('../overview/overview.js')).Overview);

/** The trials as a table, and beside it what they say together. */
export function LeaderboardView({ board }: SweepViewProps): ReactNode {
  const { view } = useView();
  const overview = useOverview();
  const wanted = useDeferredValue(view);
  const shown = useMemo(() => filterTrials(board.trials, wanted), [board.trials, wanted]);
  return (
    <div className="leaderboard" data-overview={overview ? 'on' : 'off'}>
      <div className="leaderboard-table">
        <Toolbar board={board} shown={shown.length} />
        <TrialTable board={board} trials={shown} />
      </div>
      {overview && (
        <aside className="leaderboard-overview" aria-label="Overview">
          <Overview board={board} shown={shown} />
        </aside>
      )}
    </div>
  );
}
