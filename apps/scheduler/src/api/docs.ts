import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransform } from '@fastify/type-provider-zod';
import type { ApiServer } from './routes/route.js';
import { relaxForDocs } from './security-headers.js';
import { servesWithoutToken } from './without-token.js';

type Transform = typeof jsonSchemaTransform;
type Described = ReturnType<Transform>['schema'];

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
    transform: (route) => {
      const { schema, url } = jsonSchemaTransform(route);
      return { schema: withContentTypes(schema), url };
    },
  });
}

const described: Readonly<Record<string, string>> = {
  '4xx': 'Refused: what was asked for cannot be done',
  '5xx': 'It could not be done now',
};

/** What a route `produces` is what it gives on success; errors are JSON everywhere. */
function withContentTypes({ produces = ['application/json'], response = {}, ...rest }: Described): Described {
  const replies = Object.entries(response as Readonly<Record<string, Record<string, unknown>>>).map(
    ([status, schema]) => {
      const description = described[status] ?? schema['description'] ?? 'Done';
      if (schema['type'] === 'null') return [status, { ...schema, description }];
      const types = status === '200' ? produces : ['application/json'];
      return [status, { description, content: Object.fromEntries(types.map((type) => [type, { schema }])) }];
    },
  );
  return { ...rest, response: Object.fromEntries(replies) as unknown };
}

/** The description for people at `/docs`, for programs at `/docs/json`. */
export function serveDocs(server: ApiServer): void {
  void server.register(async (scope) => {
    servesWithoutToken(scope);
    scope.addHook('onRequest', relaxForDocs);
    await scope.register(fastifySwaggerUi, { routePrefix: '/docs', staticCSP: false });
  });
}
