import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from '@fastify/type-provider-zod';
import { FrostlineError, type Logger } from '@frostline/base';
import type { OwnerAddress } from '@frostline/protocol';
import { fastify } from 'fastify';
import type { AddressInfo } from 'node:net';
import type { OwnerControls } from './controls.js';
import { guard } from './guard.js';
import { routes } from './routes/index.js';

/** A listening API: where it is, and how to end it. */
export interface ApiHandle {
  readonly address: OwnerAddress;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1 at a free port; every request needs the token and the right Host. */
export async function startApi(controls: OwnerControls, token: string, logger: Logger): Promise<ApiHandle> {
  const server = fastify({
    forceCloseConnections: true,
    bodyLimit: 64_000,
  }).withTypeProvider<ZodTypeProvider>();
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  // JSON bodies only: a form or plain text is what another site's page could send.
  server.removeContentTypeParser('text/plain');
  let port = 0;
  server.addHook(
    'onRequest',
    guard(token, () => port),
  );
  server.setErrorHandler(async (error: unknown, _request, reply) => {
    const { status, code, message } = describe(error);
    if (status === 500) logger.error({ error: message }, 'the API failed');
    await reply.code(status).send({ code, message });
  });
  for (const route of routes) route(server, controls);
  await server.listen({ host: '127.0.0.1', port: 0 });
  port = (server.server.address() as AddressInfo).port;
  return {
    address: { pid: process.pid, port, token },
    close: async () => {
      await server.close();
    },
  };
}

function describe(error: unknown): { status: number; code: string; message: string } {
  if (error instanceof FrostlineError)
    return { status: error.exitCode === 2 ? 400 : 500, code: error.code, message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  return { status, code: status === 500 ? 'internal' : 'bad-request', message };
}
