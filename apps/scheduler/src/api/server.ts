import { serializerCompiler, type ZodTypeProvider } from '@fastify/type-provider-zod';
import type { Clock, Logger } from '@frostline/base';
import type { OwnerAddress } from '@frostline/protocol';
import { fastify, type FastifyReply } from 'fastify';
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describeRoutes, serveDocs } from './docs.js';
import { describeError } from './errors.js';
import { Evidence, type LoadedCompetition } from './evidence.js';
import { guard } from './guard.js';
import { hostNames, pageUrl } from './hosts.js';
import { LedgerSource } from './ledger-source.js';
import { LiveEvents } from './live-events.js';
import type { Owner } from './owner.js';
import { findPage, servePage } from './page.js';
import type { TakenPort } from './port.js';
import { routes } from './routes/index.js';
import type { ApiServer } from './routes/route.js';
import { addSecurityHeaders, securityHeaders } from './security-headers.js';
import { SweepStatus } from './sweep-status.js';
import { validate } from './validate.js';

export interface ApiOptions {
  /** The state folder that it answers from. */
  readonly home: string;
  readonly owner: Owner;
  readonly token: string;
  /** Where it answers; ended with the API. */
  readonly port: TakenPort;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Competitions that were read already. */
  readonly loaded?: readonly LoadedCompetition[];
  /** Folder of the built page; where it is found unless told. */
  readonly page?: string | undefined;
  /** Checks every reply against its schema, which ten thousand rows have no time for: for tests. */
  readonly checkReplies?: boolean;
  /** Sees every route, for tests. */
  readonly onServer?: (server: ApiServer) => void;
}

/** A listening API: where it is, and how to end it. */
export interface ApiHandle {
  readonly address: OwnerAddress;
  /** The page for a browser on this machine, with the token in the fragment. */
  readonly url: string;
  /** How many streams of events are open. */
  readonly listeners: number;
  close(): Promise<void>;
}

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

/**
 * Serves the API, its description and the page. Every request needs the right Host, and all but the page's own files and
 * the description need the token.
 */
export async function startApi(options: ApiOptions): Promise<ApiHandle> {
  const { home, owner, token, port, clock, logger, checkReplies = false } = options;
  const ledger = new LedgerSource(path.join(home, 'ledger.db'));
  const status = new SweepStatus(ledger, owner, clock);
  const events = new LiveEvents({ ledger, status: (sweepId) => status.of(sweepId), clock, logger });
  const context = {
    home,
    ledger,
    owner,
    status,
    evidence: new Evidence(home, options.loaded),
    events,
    instance: randomUUID().slice(0, 8),
  };
  const server = createServer(port, checkReplies, logger);
  server.addHook('onRequest', addSecurityHeaders);
  server.addHook('onRequest', guard({ token, hosts: () => hostNames(port.listening, port.number) }));
  server.addHook('preClose', (done) => {
    events.close();
    done();
  });
  server.addHook('onClose', (_server, done) => {
    ledger.close();
    done();
  });
  options.onServer?.(server);
  await describeRoutes(server, version);
  for (const route of routes) route(server, context);
  serveDocs(server);
  servePage(server, 'page' in options ? options.page : findPage());
  await server.ready();
  port.answerWith((request, reply) => {
    server.routing(request, reply);
  });
  return {
    address: { pid: process.pid, port: port.number, token },
    url: pageUrl(port.listening, port.number, token),
    get listeners() {
      return events.listeners;
    },
    close: async () => {
      await server.close();
      await port.close();
    },
  };
}

function createServer(port: TakenPort, checkReplies: boolean, logger: Logger): ApiServer {
  const server = fastify({
    serverFactory: () => port.server,
    bodyLimit: 64_000,
    routerOptions: { maxParamLength: 1_000 },
    frameworkErrors: (_error, _request, reply) => {
      // A path that cannot be decoded comes before every hook.
      void (reply as FastifyReply)
        .headers(securityHeaders)
        .code(400)
        .send({ code: 'bad-request', message: 'the address cannot be read' });
    },
  }).withTypeProvider<ZodTypeProvider>();
  server.setValidatorCompiler(validate);
  server.setSerializerCompiler(
    checkReplies ? serializerCompiler : () => (data: unknown) => JSON.stringify(data),
  );
  // JSON bodies only: a form or plain text is what another site's page could send.
  server.removeContentTypeParser('text/plain');
  server.setNotFoundHandler(async (_request, reply) =>
    reply.code(404).send({ code: 'no-route', message: 'there is nothing here' }),
  );
  server.setErrorHandler(async (error: unknown, request, reply) => {
    const { status, code, message } = describeError(error);
    if (status >= 500) logger.error({ error: String(error), url: request.url }, 'the API failed');
    await reply.code(status).send({ code, message });
  });
  return server;
}
