import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '../client/api-error.js';
import { useApi } from '../client/api-context.js';
import { queries } from '../client/queries.js';
import { StateBox } from '../ui/state-box.js';
import { useView } from '../url/use-view.js';
import { SweepView } from './sweep-view.js';
import { TokenScreen } from './token-screen.js';

/** Finds the sweep that the URL names, or the one launched last. */
export function Shell(): ReactNode {
  const api = useApi();
  const { view } = useView();
  const sweeps = useQuery(queries.sweeps(api));
  if (sweeps.error instanceof ApiError && sweeps.error.status === 401)
    return <TokenScreen reason="refused" />;
  // A link names its sweep: nothing has to be listed before its leaderboard is asked for.
  const named = view.sweep ?? sweeps.data?.sweeps[0]?.id;
  if (named !== undefined && !(sweeps.data && !sweeps.data.sweeps.some(({ id }) => id === named)))
    return <SweepView key={named} sweep={named} sweeps={sweeps.data?.sweeps ?? []} />;
  return (
    <main>
      {sweeps.data ? (
        <StateBox title={sweeps.data.sweeps.length === 0 ? 'No sweep yet' : 'No such sweep here'}>
          <p>
            {sweeps.data.sweeps.length === 0 ? (
              <>
                Start one with <code>frostline launch sweep.yaml</code>; it appears here by itself.
              </>
            ) : (
              <a href={location.pathname}>Show the sweep launched last</a>
            )}
          </p>
        </StateBox>
      ) : sweeps.error ? (
        <StateBox title="The server does not answer" alert>
          <p>{sweeps.error.message}. Is `frostline serve` still running?</p>
          <button type="button" className="button" onClick={() => void sweeps.refetch()}>
            Try again
          </button>
        </StateBox>
      ) : (
        <p className="visually-hidden">Loading</p>
      )}
    </main>
  );
}
