import { changeReply, prioritizeRequest } from '@frostline/protocol';
import type { Route } from './route.js';

/** `POST /api/v1/prioritize`: begins a trial's waiting runs before or after others. */
export const prioritize: Route = (server, controls) => {
  server.post(
    '/api/v1/prioritize',
    { schema: { body: prioritizeRequest, response: { 200: changeReply } } },
    ({ body }) => ({ changed: controls.prioritize(body) }),
  );
};
