import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Skeleton } from './skeleton.js';
import { StateBox } from './state-box.js';

/** What a query brought; lines while it comes, the reason and a way to try again where it failed. */
export function QueryView<T>({
  query,
  lines = 4,
  children,
}: {
  readonly query: UseQueryResult<T>;
  readonly lines?: number;
  readonly children: (data: T) => ReactNode;
}): ReactNode {
  if (query.data !== undefined) return children(query.data);
  if (query.isPending) return <Skeleton lines={lines} />;
  return (
    <StateBox title="This could not be read" alert>
      <p>{query.error?.message}</p>
      <button type="button" className="button" onClick={() => void query.refetch()}>
        Try again
      </button>
    </StateBox>
  );
}
