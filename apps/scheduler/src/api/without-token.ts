import type { FastifyContextConfig, FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Served to whoever reaches the server under its own name: the page's own files, which hold no data. */
    readonly withoutToken?: boolean;
  }
}

/** Every route of this scope may be fetched without the token: for files that hold nobody's data. */
export function servesWithoutToken(scope: Pick<FastifyInstance, 'addHook'>): void {
  scope.addHook('onRoute', (route) => {
    route.config = { ...route.config, withoutToken: true };
  });
}

/** Whether a route may be fetched without the token; one that says nothing may not. */
export function isWithoutToken(config: FastifyContextConfig | undefined): boolean {
  return config?.withoutToken === true;
}
