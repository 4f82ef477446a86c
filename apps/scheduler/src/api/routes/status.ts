import { ownerStatus } from '../controls.js';
import type { Route } from './route.js';

/** `GET /api/v1/status`: the sweep that runs, its runs by state, what each worker is at. */
export const status: Route = (server, controls) => {
  server.get('/api/v1/status', { schema: { response: { 200: ownerStatus } } }, () => controls.status());
};
