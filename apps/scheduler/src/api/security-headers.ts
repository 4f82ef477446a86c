import type { FastifyReply, FastifyRequest } from 'fastify';

const policy = {
  'default-src': "'self'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' blob: data:",
  'connect-src': "'self'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

function policyOf(directives: Readonly<Record<string, string>>): string {
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}

const strict = policyOf(policy);
/** Swagger UI writes styles into its elements. */
const forDocs = policyOf({ ...policy, 'style-src': "'self' 'unsafe-inline'" });

/** What every reply carries: nothing of it is guessed at, framed, or runs a script that is not a file of ours. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': strict,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

export async function addSecurityHeaders(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.headers(securityHeaders);
  return Promise.resolve();
}

/** For the documentation's own pages, after `addSecurityHeaders`. */
export async function relaxForDocs(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.header('content-security-policy', forDocs);
  return Promise.resolve();
}
