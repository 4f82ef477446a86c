import { changeReply, retryRequest } from '@frostline/protocol';
import type { Route } from './route.js';

/** `POST /api/v1/retry`: runs what failed again. */
export const retry: Route = (server, controls) => {
  server.post(
    '/api/v1/retry',
    { schema: { body: retryRequest, response: { 200: changeReply } } },
    ({ body }) => ({ changed: controls.retry(body) }),
  );
};
