import type { FastifyReply, FastifyRequest } from 'fastify';
import { timingSafeEqual } from 'node:crypto';
import { isWithoutToken } from './without-token.js';

export interface GuardOptions {
  readonly token: string;
  /** The values of Host under which the server answers; asked at each request, since the port is known late. */
  readonly hosts: () => readonly string[];
}

interface Refusal {
  readonly status: 401 | 403 | 415;
  readonly code: string;
  readonly message: string;
}

/**
 * Lets in only who knows the token, under the exact Host that the server listens on, and not from another site's page: a
 * page in a browser can reach 127.0.0.1 by DNS rebinding, but then sends its own name as Host, and its own Origin.
 * A route needs the token unless it says otherwise; what changes something takes JSON alone, which no form can send.
 */
export function guard({ token, hosts }: GuardOptions) {
  const expected = Buffer.from(`Bearer ${token}`);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const refusal = refuse(request, expected, hosts());
    if (refusal === undefined) return;
    const { status, code, message } = refusal;
    await reply.code(status).send({ code, message });
  };
}

function refuse(request: FastifyRequest, token: Buffer, hosts: readonly string[]): Refusal | undefined {
  const { host, origin, authorization, 'content-type': contentType } = request.headers;
  if (host === undefined || !hosts.includes(host.toLowerCase()))
    return { status: 403, code: 'bad-host', message: 'unknown Host' };
  if (origin !== undefined && !isOurs(origin, hosts))
    return { status: 403, code: 'bad-origin', message: 'a request of another site' };
  if (!isWithoutToken(request.routeOptions.config) && !matches(authorization ?? '', token))
    return { status: 401, code: 'bad-token', message: 'missing or wrong token' };
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (!reads && !/^application\/json\s*(;|$)/i.test(contentType ?? ''))
    return { status: 415, code: 'not-json', message: 'a change is asked for in JSON' };
  return undefined;
}

/** A proxy before the server may speak TLS. */
function isOurs(origin: string, hosts: readonly string[]): boolean {
  return hosts.some((host) => [`http://${host}`, `https://${host}`].includes(origin.toLowerCase()));
}

function matches(given: string, expected: Buffer): boolean {
  const bytes = Buffer.from(given);
  return bytes.byteLength === expected.byteLength && timingSafeEqual(bytes, expected);
}
