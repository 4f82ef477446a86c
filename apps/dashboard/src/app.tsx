import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { ApiContext } from './client/api-context.js';
import { Api } from './client/api.js';
import { Shell } from './shell/shell.js';
import { TokenScreen } from './shell/token-screen.js';
import { ErrorBoundary } from './ui/error-boundary.js';
import { StateScreen } from './ui/state-screen.js';

/** The page; without a token there is nothing that it could ask. */
export function App({
  client,
  token,
}: {
  readonly client: QueryClient;
  readonly token: string | null;
}): ReactNode {
  const api = useMemo(() => (token === null ? null : new Api(token)), [token]);
  if (api === null) return <TokenScreen reason="missing" />;
  return (
    <QueryClientProvider client={client}>
      <ApiContext value={api}>
        <ErrorBoundary what="The page" frame={StateScreen}>
          <Shell />
        </ErrorBoundary>
      </ApiContext>
    </QueryClientProvider>
  );
}
