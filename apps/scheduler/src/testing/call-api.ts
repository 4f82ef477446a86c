import { silentLogger, systemClock } from '@frostline/base';
import { request, type IncomingHttpHeaders } from 'node:http';
import type { Listening } from '../api/hosts.js';
import type { Owner } from '../api/owner.js';
import { OwnerElsewhere } from '../api/owner-elsewhere.js';
import { TakenPort } from '../api/port.js';
import { startApi, type ApiHandle, type ApiOptions } from '../api/server.js';

/** The token of every API that tests start. */
export const testToken = 'a-token-for-tests';

/** Serves a state folder at a free port, every reply checked against its schema. */
export async function serveHome(
  home: string,
  {
    owner = new OwnerElsewhere(home, systemClock),
    listening = { host: '127.0.0.1', port: 0, allowHosts: [] },
    ...options
  }: Partial<ApiOptions> & { owner?: Owner; listening?: Listening } = {},
): Promise<ApiHandle> {
  return startApi({
    home,
    owner,
    token: testToken,
    port: await TakenPort.take(listening),
    clock: systemClock,
    logger: silentLogger,
    page: undefined,
    checkReplies: true,
    ...options,
  });
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  /** The body as JSON; throws where it is none. */
  json(): unknown;
}

/** Headers to send besides the token; undefined leaves one out. */
export type Headers = Readonly<Record<string, string | undefined>>;

/** One request over a real socket; the path goes out as it is, which `fetch` would tidy up. */
export async function call(
  { address }: Pick<ApiHandle, 'address'>,
  path: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: Headers; body?: unknown } = {},
): Promise<Answer> {
  const all = {
    authorization: `Bearer ${address.token}`,
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...headers,
  };
  const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return new Promise((resolve, reject) => {
    const going = request({ host: '127.0.0.1', port: address.port, method, path, headers: sent }, (reply) => {
      const parts: Buffer[] = [];
      reply.on('data', (part: Buffer) => parts.push(part));
      reply.on('error', reject);
      reply.on('end', () => {
        const bytes = Buffer.concat(parts);
        const text = bytes.toString();
        resolve({
          status: reply.statusCode ?? 0,
          headers: reply.headers,
          bytes,
          text,
          json: () => JSON.parse(text) as unknown,
        });
      });
    });
    going.on('error', reject);
    going.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
  });
}
