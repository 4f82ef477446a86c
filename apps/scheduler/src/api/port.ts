import { InputError } from '@frostline/base';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Listening } from './hosts.js';

/** A port of this process: until an API answers there, whoever asks is told to come again. */
export class TakenPort {
  private listener: RequestListener = (_request, reply) => {
    reply.writeHead(503, { 'retry-after': '1', connection: 'close' }).end();
  };
  /** One, or one for each address of `localhost`. */
  private readonly servers: Server[] = [];

  private constructor(readonly listening: Listening) {}

  /**
   * Begins to listen, which is how a port is found to be free.
   *
   * @throws InputError `port-taken`, `cannot-listen`
   */
  static async take(listening: Listening): Promise<TakenPort> {
    const port = new TakenPort(listening);
    const { host } = listening;
    const [main, further] = host === 'localhost' ? ['127.0.0.1', '::1'] : [host, undefined];
    try {
      await port.add(main, listening.port);
    } catch (error) {
      throw listenError(error, listening) ?? error;
    }
    // A machine may have no IPv6.
    if (further !== undefined) await port.add(further, port.number).catch(() => undefined);
    return port;
  }

  get number(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get server(): Server {
    return this.servers[0] as Server;
  }

  /** Hands every request from now on to an API. */
  answerWith(listener: RequestListener): void {
    this.listener = listener;
  }

  /** Gives the port back, and ends what is connected; once more does no harm. */
  async close(): Promise<void> {
    await Promise.all(
      this.servers.map(
        async (server) =>
          new Promise<void>((resolve) => {
            server.close(() => {
              resolve();
            });
            server.closeAllConnections();
          }),
      ),
    );
  }

  private async add(host: string, number: number): Promise<void> {
    const server = createServer((request, reply) => {
      this.listener(request, reply);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port: number }, () => {
        server.off('error', reject);
        resolve();
      });
    });
    this.servers.push(server);
  }
}

function listenError(error: unknown, { host, port }: Listening): InputError | undefined {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (!['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND'].includes(code)) return undefined;
  const taken = code === 'EADDRINUSE';
  return new InputError(
    taken ? 'port-taken' : 'cannot-listen',
    taken ? 'another program listens there' : 'cannot listen there',
    {
      place: `${host}:${port}`,
      fix: taken
        ? 'end it (perhaps another `frostline serve`), or choose another with --port'
        : 'choose another --host or --port',
      cause: error,
    },
  );
}
