import { extendReply, extendRequest } from '@frostline/protocol';
import { replies, type Route } from './route.js';

/** A plan of 100,000 trials of three folds is half of this. */
const bodyLimit = 128_000_000;

/** `POST /api/v1/extend`: more trials for the sweep that runs. */
export const extend: Route = (server, { owner }) => {
  server.post(
    '/api/v1/extend',
    {
      bodyLimit,
      schema: {
        summary: 'Add trials to the sweep that runs',
        body: extendRequest,
        response: replies(extendReply),
      },
    },
    async ({ body }) => owner.change('extend', body),
  );
};
