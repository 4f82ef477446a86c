import { InputError } from '@frostline/base';
import { ownerStatus } from '../../host/controls.js';
import { replies, type Route } from './route.js';

/** `GET /api/v1/status`: the sweep that runs, its runs by state, what each worker is at. */
export const status: Route = (server, { owner }) => {
  server.get(
    '/api/v1/status',
    {
      schema: {
        summary: 'The sweep that runs, and what each worker is at; 404 while none does',
        response: replies(ownerStatus),
      },
    },
    async () => {
      const now = await owner.status();
      if (now !== undefined) return now;
      throw new InputError('no-owner', 'no sweep runs now');
    },
  );
};
