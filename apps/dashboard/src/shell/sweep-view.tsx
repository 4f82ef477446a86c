import type { ApiSweep } from '@frostline/protocol';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, type ReactNode } from 'react';
import { useApi } from '../client/api-context.js';
import { queries } from '../client/queries.js';
import { useLive } from '../client/use-live.js';
import { LeaderboardView } from '../leaderboard/leaderboard-view.js';
import { Skeleton } from '../ui/skeleton.js';
import { StateBox } from '../ui/state-box.js';
import type { PageName } from '../url/view-state.js';
import { useView } from '../url/use-view.js';
import { SweepHeader } from './sweep-header.js';
import type { SweepViewProps } from './sweep-view-props.js';
import './sweep-view.css';

const views: Record<PageName, (props: SweepViewProps) => ReactNode> = {
  leaderboard: (props) => <LeaderboardView {...props} />,
  curves: lazyView(async () => (await import('../curves/curves-view.js')).CurvesView),
  compare: lazyView(async () => (await import('../compare/compare-view.js')).CompareView),
  running: lazyView(async () => (await import('../running/running-view.js')).RunningView),
  trial: lazyView(async () => (await import('../trial/trial-view.js')).TrialView),
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
  const link = useLive(sweep);
  const leaderboard = useQuery(queries.leaderboard(api, sweep));
  const show = views[view.page];
  return (
    <div className="sweep-view" data-page={view.page}>
      <a className="skip-link" href="#main">
        Skip to the {view.page}
      </a>
      <SweepHeader sweep={sweep} sweeps={sweeps} board={leaderboard.data ?? null} link={link} />
      <main id="main" tabIndex={-1}>
        {leaderboard.data ? (
          <Suspense fallback={<Skeleton lines={8} />}>{show({ board: leaderboard.data })}</Suspense>
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

/** A view whose code comes when it is first opened: the leaderboard must not wait for it. */
function lazyView(
  load: () => Promise<(props: SweepViewProps) => ReactNode>,
): (props: SweepViewProps) => ReactNode {
  const Lazy = lazy(async () => ({ default: await load() }));
  return (props) => <Lazy {...props} />;
}
