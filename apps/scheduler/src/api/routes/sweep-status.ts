import { statusReply } from '@frostline/protocol';
import { findSweep } from '@frostline/store';
import { replies, sweepParams, type Route } from './route.js';

/** `GET /api/v1/sweeps/:sweep/status`: devices, what each trains, time left, failures. */
export const sweepStatus: Route = (server, { ledger, status }) => {
  server.get(
    '/api/v1/sweeps/:sweep/status',
    {
      schema: {
        summary: 'Devices, what each trains, time left, recent failures',
        params: sweepParams,
        response: replies(statusReply),
      },
    },
    async ({ params }) => status.of(ledger.read((open) => findSweep(open, params.sweep)).id),
  );
};
