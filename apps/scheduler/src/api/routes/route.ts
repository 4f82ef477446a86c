import type { ZodTypeProvider } from '@fastify/type-provider-zod';
import { errorReply } from '@frostline/protocol';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { ApiContext } from '../context.js';

export type ApiServer = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** One route of the API, one file each. */
export type Route = (server: ApiServer, context: ApiContext) => void;

/** The replies of a route: `success`, or what went wrong. */
export function replies<Schema extends z.ZodType>(success: Schema) {
  return { 200: success, '4xx': errorReply, '5xx': errorReply } as const;
}

/** A reply that is no JSON: what it is, say `PNG`. */
export function rawReply(what: string): z.ZodType<unknown> {
  return z.unknown().describe(what);
}

/** A reply that is a stream of such data. */
export function streamOf(data: z.ZodType): z.ZodType<unknown> {
  return data;
}

/** What a reader has already is not sent again. */
export const notModified = { 304: z.null().describe('What the reader has is the newest') } as const;

export const sweepParams = z.object({ sweep: z.string().describe('Id or name of a sweep') });
export const trialParams = sweepParams.extend({
  trial: z.string().describe("A trial's id, or its beginning"),
});

/** A whole number in a query, which is text; an empty one is none. */
export function numberInQuery(least: number, most = Number.MAX_SAFE_INTEGER) {
  return z.preprocess(
    (text) => (text === '' || Number.isNaN(Number(text)) ? text : Number(text)),
    z.int().min(least).max(most),
  );
}

/** How many of something a query asks for. */
export function countInQuery(most: number, otherwise: number) {
  return numberInQuery(1, most).default(otherwise);
}
