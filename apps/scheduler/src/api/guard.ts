import type { FastifyReply, FastifyRequest } from 'fastify';
import { timingSafeEqual } from 'node:crypto';

/**
 * Lets in only who knows the token, under the exact Host that the owner listens on: a page in a browser can reach
 * 127.0.0.1 by DNS rebinding, but then sends its own name as Host.
 */
export function guard(token: string, port: () => number) {
  const expected = Buffer.from(`Bearer ${token}`);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const hosts = [`127.0.0.1:${port()}`, `localhost:${port()}`];
    if (!hosts.includes(request.headers.host ?? ''))
      await reply.code(403).send({ code: 'bad-host', message: 'unknown Host' });
    else if (!matches(request.headers.authorization ?? '', expected))
      await reply.code(401).send({ code: 'bad-token', message: 'missing or wrong token' });
  };
}

function matches(given: string, expected: Buffer): boolean {
  const bytes = Buffer.from(given);
  return bytes.byteLength === expected.byteLength && timingSafeEqual(bytes, expected);
}
