import { changeReply, stopRequest } from '@frostline/protocol';
import type { Route } from './route.js';

/** `POST /api/v1/stop`: pauses a trial, or the sweep, after a checkpoint. */
export const stop: Route = (server, controls) => {
  server.post(
    '/api/v1/stop',
    { schema: { body: stopRequest, response: { 200: changeReply } } },
    ({ body }) => ({ changed: controls.stop(body) }),
  );
};
