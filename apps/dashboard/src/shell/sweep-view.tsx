import type { ApiSweep } from '@frostline/protocol';
import { useQuery } from '@tanstack/react-query';
import type { ComponentType, ReactNode } from 'react';
import { useApi } from '../client/api-context.js';
import { queries } from '../client/queries.js';
import { useLive } from '../client/use-live.js';
import { LeaderboardView } from '../leaderboard/leaderboard-view.js';
import { ErrorBoundary } from '../ui/error-boundary.js';
import { lazyPart } from '../ui/lazy-part.js';
import { Skeleton } from '../ui/skeleton.js';
import { StateBox } from '../ui/state-box.js';
import type { PageName } from '../url/view-state.js';
import { useView } from '../url/use-view.js';
import { SweepHeader } from './sweep-header.js';
import type { SweepViewProps } from './sweep-view-props.js';
import './sweep-view.css';

/** The leaderboard is what most come for, so its code comes with the page. */
const views: Record<PageName, ComponentType<SweepViewProps>> = {
  leaderboard: LeaderboardView,
  curves: lazyPart('The curves', async () => (await import('../curves/curves-view.js')).CurvesView),
  compare: lazyPart('The comparison', async () => (await import('../compare/compare-view.js')).CompareView),
  running: lazyPart('What runs', async () => (await import('../running/running-view.js')).RunningView),
  trial: lazyPart('The trial', async () => (await import('../trial/trial-view.js')).TrialView),
};

/** One sweep: its header and the view that the URL asks for. */
export function SweepView({
  sweep,
  sweeps,
}: {
  readonly sweep: string;
  readonly sweeps: readonly ApiSweep[];
}): ReactNode {
  const api = useApi();
  const { view } = useView();
  const connection = useLive(sweep);
  const leaderboard = useQuery(queries.leaderboard(api, sweep));
  const View = views[view.page];
  return (
    <div className="sweep-view" data-page={view.page}>
      <a className="skip-link" href="#main">
        Skip to the {view.page}
      </a>
      <SweepHeader sweep={sweep} sweeps={sweeps} board={leaderboard.data ?? null} connection={connection} />
      <main id="main" tabIndex={-1}>
        {leaderboard.data ? (
          <ErrorBoundary key={view.page} what="This view">
            <View board={leaderboard.data} connection={connection} />
          </ErrorBoundary>
        ) : leaderboard.isError ? (
          <StateBox title="The leaderboard could not be read" alert>
            <p>{leaderboard.error.message}</p>
            <button type="button" className="button" onClick={() => void leaderboard.refetch()}>
              Try again
            </button>
          </StateBox>
        ) : (
          <Skeleton lines={16} />
        )}
      </main>
    </div>
  );
}
