import { FrostlineError, InputError } from '@frostline/base';
import { errorReply, type OwnerAddress } from '@frostline/protocol';
import {
  ownerReplies,
  ownerStatus,
  type OwnerReply,
  type OwnerRequests,
  type OwnerStatus,
} from '../host/controls.js';

/** Asks the living owner for a change. @throws InputError what the owner refused; FrostlineError `owner-silent` */
export async function askOwner<Verb extends keyof OwnerRequests>(
  address: OwnerAddress,
  verb: Verb,
  body: OwnerRequests[Verb],
): Promise<OwnerReply<Verb>> {
  const content = await send(address, 10_000, `/api/v1/${verb}`, body);
  return ownerReplies[verb].parse(content) as OwnerReply<Verb>;
}

/** Asks the living owner what it is doing. @throws FrostlineError `owner-silent` */
export async function askStatus(address: OwnerAddress): Promise<OwnerStatus> {
  return ownerStatus.parse(await send(address, 2_000, '/api/v1/status'));
}

async function send(address: OwnerAddress, timeoutMs: number, url: string, body?: unknown): Promise<unknown> {
  let reply: Response;
  let content: unknown;
  try {
    reply = await fetch(`http://127.0.0.1:${address.port}${url}`, {
      headers: { authorization: `Bearer ${address.token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    content = await reply.json();
  } catch (cause) {
    throw new FrostlineError('owner-silent', `the owner (pid ${address.pid}) does not answer`, {
      place: `127.0.0.1:${address.port}`,
      fix: 'try again; if it hangs, end that process and run `frostline resume`',
      cause,
    });
  }
  if (reply.ok) return content;
  const { code, message } = errorReply.parse(content);
  if (reply.status < 500) throw new InputError(code, message);
  throw new FrostlineError(code, message);
}
