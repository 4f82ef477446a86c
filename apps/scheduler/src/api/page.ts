import fastifyStatic from '@fastify/static';
import { createRequire } from 'node:module';
import path from 'node:path';
import { servesWithoutToken } from './without-token.js';
import type { ApiServer } from './routes/route.js';

const notBuilt = `<!doctype html>
<html lang="en">
<title>Frostline</title>
<h1>The page is not built</h1>
<p>Run <code>npm run build</code>, then start <code>frostline serve</code> again. The API is there: <a href="/docs">its description</a>.</p>
</html>
`;

/** The folder of the built page, or undefined. */
export function findPage(): string | undefined {
  try {
    return path.dirname(createRequire(import.meta.url).resolve('@frostline/dashboard/page/index.html'));
  } catch {
    return undefined;
  }
}

/** Serves the page's files, each under its own address: a path that is none of them leads nowhere. */
export function servePage(server: ApiServer, folder: string | undefined): void {
  void server.register(async (scope) => {
    servesWithoutToken(scope);
    if (folder === undefined) {
      scope.get('/', { schema: { hide: true } }, async (_request, reply) =>
        reply.code(404).type('text/html; charset=utf-8').send(notBuilt),
      );
      return;
    }
    await scope.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      cacheControl: false,
      setHeaders: (reply, file) => {
        // Vite puts a hash of the content into the names of assets.
        const hashed = path.relative(folder, file).startsWith(`assets${path.sep}`);
        void reply.setHeader('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  });
}
