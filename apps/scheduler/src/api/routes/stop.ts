import { changeReply, stopRequest } from '@frostline/protocol';
import { replies, type Route } from './route.js';

/** `POST /api/v1/stop`: pauses a trial, or the sweep, after a checkpoint. */
export const stop: Route = (server, { owner }) => {
  server.post(
    '/api/v1/stop',
    {
      schema: {
        summary: 'Pause a trial, or the sweep, after a checkpoint',
        body: stopRequest,
        response: replies(changeReply),
      },
    },
    async ({ body }) => owner.change('stop', body),
  );
};
