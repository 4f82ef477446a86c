import type { FastifyInstance } from 'fastify';

/** Every route of this scope may be fetched without the token: for files that hold nobody's data. */
export function servesWithoutToken(scope: Pick<FastifyInstance, 'addHook'>): void {
  scope.addHook('onRoute', (route) => {
    route.config = { ...route.config, withoutToken: true };
  });
}
