import { FrostlineError, InputError } from '@frostline/base';
import { errorReply, type OwnerAddress } from '@frostline/protocol';
import { ownerReplies, type OwnerReply, type OwnerRequests } from './controls.js';

/** Asks the living owner for a change. @throws InputError what the owner refused; FrostlineError `owner-silent` */
export async function askOwner<Verb extends keyof OwnerRequests>(
  address: OwnerAddress,
  verb: Verb,
  body: OwnerRequests[Verb],
): Promise<OwnerReply<Verb>> {
  let reply: Response;
  try {
    reply = await fetch(`http://127.0.0.1:${address.port}/api/v1/${verb}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${address.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
  } catch (cause) {
    throw new FrostlineError('owner-silent', `the owner (pid ${address.pid}) does not answer`, {
      place: `127.0.0.1:${address.port}`,
      fix: 'try again; if it hangs, end that process and run `frostline resume`',
      cause,
    });
  }
  const content: unknown = await reply.json();
  if (reply.ok) return ownerReplies[verb].parse(content) as OwnerReply<Verb>;
  const { code, message } = errorReply.parse(content);
  if (reply.status === 400) throw new InputError(code, message);
  throw new FrostlineError(code, message);
}
