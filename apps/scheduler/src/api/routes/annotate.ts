import { annotateRequest, changeReply } from '@frostline/protocol';
import { replies, type Route } from './route.js';

/** `POST /api/v1/annotate`: a trial's tags, note and pin. */
export const annotate: Route = (server, { owner }) => {
  server.post(
    '/api/v1/annotate',
    {
      schema: {
        summary: "Change a trial's tags, note or pin; what is absent stays",
        body: annotateRequest,
        response: replies(changeReply),
      },
    },
    async ({ body }) => owner.change('annotate', body),
  );
};
