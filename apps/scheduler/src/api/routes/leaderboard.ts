import { leaderboardReply as schema } from '@frostline/protocol';
import { findSweep, leaderboard as rowsOf } from '@frostline/store';
import { leaderboardReply } from '../../replies/leaderboard-reply.js';
import { notModified, replies, sweepParams, type Route } from './route.js';

/** `GET /api/v1/sweeps/:sweep/leaderboard`: the trials of a sweep, best first. 304 while nothing has changed. */
export const leaderboard: Route = (server, { home, ledger, status, instance }) => {
  server.get(
    '/api/v1/sweeps/:sweep/leaderboard',
    {
      schema: {
        summary: 'The trials of a sweep, best first',
        params: sweepParams,
        response: { ...replies(schema), ...notModified },
      },
    },
    async ({ params, headers }, reply) => {
      // Asked before the rows are read: they may only be newer than what they are called.
      const revision = ledger.revision();
      const sweep = ledger.read((open) => findSweep(open, params.sweep));
      const live = await status.isLive(sweep.id);
      const tag = `"${instance}-${sweep.id}-${revision}-${live ? 'live' : 'still'}"`;
      reply.headers({ etag: tag, 'cache-control': 'private, no-cache' });
      if (headers['if-none-match'] === tag) return reply.code(304).send(null);
      return leaderboardReply(
        sweep,
        ledger.read((open) => rowsOf(open, sweep.id)),
        home,
        live,
      );
    },
  );
};
