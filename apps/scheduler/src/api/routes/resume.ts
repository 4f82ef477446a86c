import { changeReply, resumeRequest } from '@frostline/protocol';
import { replies, type Route } from './route.js';

/** `POST /api/v1/resume`: lets what is paused go on. */
export const resume: Route = (server, { owner }) => {
  server.post(
    '/api/v1/resume',
    {
      schema: {
        summary: 'Let a paused trial, or the sweep, go on',
        body: resumeRequest,
        response: replies(changeReply),
      },
    },
    async ({ body }) => owner.change('resume', body),
  );
};
