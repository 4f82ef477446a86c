import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransform } from '@fastify/type-provider-zod';
import type { ApiServer } from './routes/route.js';
import { relaxForDocs } from './security-headers.js';
import { servesWithoutToken } from './without-token.js';

/** Collects what the routes say of themselves; before any of them is added. */
export async function describeRoutes(server: ApiServer, version: string): Promise<void> {
  await server.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Frostline',
        version,
        description:
          'Sweeps, their leaderboards and their trials. Every route needs the token that `frostline serve` prints.',
      },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    },
    transform: jsonSchemaTransform,
  });
}

/** The description for people at `/docs`, for programs at `/docs/json`. */
export function serveDocs(server: ApiServer): void {
  void server.register(async (scope) => {
    servesWithoutToken(scope);
    scope.addHook('onRequest', relaxForDocs);
    await scope.register(fastifySwaggerUi, { routePrefix: '/docs', staticCSP: false });
  });
}
