import { changeReply, resumeRequest } from '@frostline/protocol';
import type { Route } from './route.js';

/** `POST /api/v1/resume`: lets what is paused go on. */
export const resume: Route = (server, controls) => {
  server.post(
    '/api/v1/resume',
    { schema: { body: resumeRequest, response: { 200: changeReply } } },
    ({ body }) => ({ changed: controls.resume(body) }),
  );
};
