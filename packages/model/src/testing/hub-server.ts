import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a server misbehaves, read at each request. */
export interface HubBehaviour {
  /** The connection breaks after as many bytes of a body. */
  breakAfter?: number | undefined;
  /** Bodies are served whole, whatever range was asked for. */
  noRanges?: boolean;
  /** What the hub answers instead. */
  status?: number;
  /** Headers of the hub's answer that differ. */
  headers?: Readonly<Record<string, string>>;
  /** What is served instead of the announced content. */
  content?: Uint8Array;
  /** The repository's new name, to which the hub redirects. */
  renamed?: string;
}

export interface HubServer {
  readonly endpoint: string;
  readonly commit: string;
  readonly etag: string;
  readonly behaviour: HubBehaviour;
  /** What was asked for: host (`hub` or `store`), method, path, range, authorization. */
  readonly requests: {
    host: string;
    method: string;
    path: string;
    range: string | undefined;
    token: string | undefined;
  }[];
  close(): Promise<void>;
}

/**
 * Two servers that answer as the Hugging Face hub does: the hub announces commit, checksum and size and redirects to a
 * store on another host, which serves ranges.
 */
export async function startHub(content: Uint8Array): Promise<HubServer> {
  const behaviour: HubBehaviour = {};
  const requests: HubServer['requests'] = [];
  const etag = createHash('sha256').update(content).digest('hex');
  const commit = 'c0ffee'.padEnd(40, '0');
  const note = (host: string, { method = '', url = '', headers }: IncomingMessage) => {
    requests.push({ host, method, path: url, range: headers.range, token: headers.authorization });
  };
  const store = await listen((request, response) => {
    note('store', request);
    serve(request, response, behaviour.content ?? content, behaviour);
  });
  const hub = await listen((request, response) => {
    note('hub', request);
    const { renamed, status = 302, headers } = behaviour;
    if (renamed !== undefined && !(request.url ?? '').includes(renamed)) {
      response.writeHead(307, { location: `/${renamed}/resolve/main/model.safetensors` }).end();
      return;
    }
    response.writeHead(status, {
      location: `http://localhost:${portOf(store)}/blob`,
      'x-repo-commit': commit,
      'x-linked-etag': `"${etag}"`,
      'x-linked-size': String(content.byteLength),
      etag: '"of-the-pointer"',
      ...headers,
    });
    response.end();
  });
  return {
    endpoint: `http://127.0.0.1:${portOf(hub)}`,
    commit,
    etag,
    behaviour,
    requests,
    close: async () => {
      await Promise.all([hub, store].map(close));
    },
  };
}

function serve(
  request: IncomingMessage,
  response: ServerResponse,
  content: Uint8Array,
  { noRanges, breakAfter }: HubBehaviour,
): void {
  const start = noRanges === true ? 0 : Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (start >= content.byteLength) {
    response.writeHead(416).end();
    return;
  }
  const rest = content.subarray(start);
  const range = `bytes ${String(start)}-${String(content.byteLength - 1)}/${String(content.byteLength)}`;
  response.writeHead(noRanges === true ? 200 : 206, {
    'content-length': String(rest.byteLength),
    ...(noRanges === true ? {} : { 'content-range': range }),
  });
  if (breakAfter === undefined || breakAfter >= rest.byteLength) response.end(rest);
  else response.write(rest.subarray(0, breakAfter), () => setTimeout(() => response.destroy(), 20));
}

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const portOf = (server: Server): string => String((server.address() as AddressInfo).port);

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
