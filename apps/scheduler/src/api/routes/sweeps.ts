import { sweepsReply } from '@frostline/protocol';
import { listSweeps } from '@frostline/store';
import { sweepSummary } from '../../replies/sweep-summary.js';
import { replies, type Route } from './route.js';

/** `GET /api/v1/sweeps`: all sweeps, the one launched last first; none before the first launch. */
export const sweeps: Route = (server, { home, ledger, owner }) => {
  server.get(
    '/api/v1/sweeps',
    { schema: { summary: 'All sweeps, the one launched last first', response: replies(sweepsReply) } },
    async () => {
      if (!ledger.isThere) return { sweeps: [] };
      const live = (await owner.status())?.sweep.id;
      return { sweeps: ledger.read(listSweeps).map((sweep) => sweepSummary(sweep, home, sweep.id === live)) };
    },
  );
};
