import { changeReply, prioritizeRequest } from '@frostline/protocol';
import { replies, type Route } from './route.js';

/** `POST /api/v1/prioritize`: begins a trial's waiting runs before or after others. */
export const prioritize: Route = (server, { owner }) => {
  server.post(
    '/api/v1/prioritize',
    {
      schema: {
        summary: "Begin a trial's waiting runs before, or after, others",
        body: prioritizeRequest,
        response: replies(changeReply),
      },
    },
    async ({ body }) => owner.change('prioritize', body),
  );
};
