import { useQuery } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { ApiError } from '../client/api-error.js';
import { useApi } from '../client/api-context.js';
import { queries } from '../client/queries.js';
import { StateScreen } from '../ui/state-screen.js';
import { useView } from '../url/use-view.js';
import { SweepView } from './sweep-view.js';
import { TokenScreen } from './token-screen.js';

/** Finds the sweep that the URL names, or the one launched last. */
export function Shell(): ReactNode {
  const api = useApi();
  const { view, go } = useView();
  const sweeps = useQuery(queries.sweeps(api));
  const listed = sweeps.data?.sweeps;
  // A link names its sweep: nothing has to be listed before its leaderboard is asked for.
  const named = view.sweep ?? listed?.[0]?.id;
  const isNamed = view.sweep !== null;
  useEffect(() => {
    // What is shown stands in the URL, so that the link shows the same after the next launch.
    if (!isNamed && named !== undefined) go({ sweep: named }, { replace: true });
  }, [isNamed, named, go]);
  if (sweeps.error instanceof ApiError && sweeps.error.status === 401)
    return <TokenScreen reason="refused" />;
  if (named !== undefined && (listed === undefined || listed.some(({ id }) => id === named)))
    return <SweepView key={named} sweep={named} sweeps={listed ?? []} />;
  if (listed !== undefined && listed.length === 0)
    return (
      <StateScreen title="No sweep yet">
        <p>
          Start one with <code>frostline launch sweep.yaml</code>; it appears here by itself.
        </p>
      </StateScreen>
    );
  if (listed !== undefined)
    return (
      <StateScreen title="No such sweep here">
        <a href={location.pathname}>Show the sweep launched last</a>
      </StateScreen>
    );
  if (sweeps.error)
    return (
      <StateScreen title="The server does not answer" alert>
        <p>
          {sweeps.error.message}. Is <code>frostline serve</code> still running?
        </p>
        <button type="button" className="button" onClick={() => void sweeps.refetch()}>
          Try again
        </button>
      </StateScreen>
    );
  return (
    <main>
      <h1 className="visually-hidden">Loading</h1>
    </main>
  );
}
