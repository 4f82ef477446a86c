import { changeReply, retryRequest } from '@frostline/protocol';
import { replies, type Route } from './route.js';

/** `POST /api/v1/retry`: runs what failed again. */
export const retry: Route = (server, { owner }) => {
  server.post(
    '/api/v1/retry',
    {
      schema: {
        summary: 'Run the failed runs of a trial, or of the sweep, again',
        body: retryRequest,
        response: replies(changeReply),
      },
    },
    async ({ body }) => owner.change('retry', body),
  );
};
