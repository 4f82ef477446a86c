import { liveEvent } from '@frostline/protocol';
import { findSweep } from '@frostline/store';
import { replies, streamOf, sweepParams, type Route } from './route.js';

/** `GET /api/v1/sweeps/:sweep/events`: server-sent events that say what to fetch again. */
export const events: Route = (server, { ledger, events: live }) => {
  server.get(
    '/api/v1/sweeps/:sweep/events',
    {
      exposeHeadRoute: false,
      schema: {
        summary: 'Server-sent events that say what to fetch again',
        description:
          '`leaderboard` with the new `revision` when the ledger has changed, twice a second at most; `status` with a ' +
          'status every second while the sweep runs, and once when it has ended; a comment every 15 s.',
        params: sweepParams,
        produces: ['text/event-stream'],
        response: replies(streamOf(liveEvent.describe('The data of one event'))),
      },
    },
    async ({ params }, reply) => {
      const { id } = ledger.read((open) => findSweep(open, params.sweep));
      return reply
        .type('text/event-stream; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(live.subscribe(id));
    },
  );
};
