import { FrostlineError, type Clock } from '@frostline/base';
import { readOwnerAddress } from '@frostline/store/owner-address';
import { isOwned } from '@frostline/store/owner-lock';
import { setTimeout } from 'node:timers/promises';
import { askOwner } from './client.js';
import type { OwnerReply, OwnerRequests } from './controls.js';

/** How long an owner that is just starting or ending is waited for, milliseconds. */
const patienceMs = 30_000;
const betweenTriesMs = 100;

/** What waiting for an owner needs, and who is told of it. */
export interface Patience {
  readonly clock: Clock;
  /** Called once, when there is something to wait for. */
  readonly onWait?: () => void;
}

/**
 * Asks the living owner of a state folder for a change, and waits for one that is just starting or ending:
 * `frostline stop && frostline resume` must not depend on who is quicker. Gives its answer, or undefined once no owner
 * lives.
 *
 * @throws InputError what the owner refused; FrostlineError `owner-silent`
 */
export async function askOwnerOf<Verb extends keyof OwnerRequests>(
  home: string,
  verb: Verb,
  request: OwnerRequests[Verb],
  { clock, onWait }: Patience,
): Promise<OwnerReply<Verb> | undefined> {
  const end = clock.monotonic() + patienceMs;
  for (let told = false; ; told = true) {
    try {
      return await askOnce(home, verb, request);
    } catch (error) {
      if (!passesSoon(error) || clock.monotonic() >= end) throw error;
      if (!told) onWait?.();
      await setTimeout(betweenTriesMs);
    }
  }
}

async function askOnce<Verb extends keyof OwnerRequests>(
  home: string,
  verb: Verb,
  request: OwnerRequests[Verb],
): Promise<OwnerReply<Verb> | undefined> {
  if (!isOwned(home)) return undefined;
  const address = readOwnerAddress(home);
  if (address === undefined)
    throw new FrostlineError('owner-silent', 'the owner of this state folder is just starting or ending', {
      place: home,
      fix: 'try again in a moment',
    });
  return askOwner(address, verb, request);
}

/** An owner that let a request time out hangs; one that publishes no address or refuses connections is on its way. */
function passesSoon(error: unknown): boolean {
  if (!(error instanceof FrostlineError)) return false;
  const timedOut = error.cause instanceof Error && error.cause.name === 'TimeoutError';
  return error.code === 'owner-ending' || (error.code === 'owner-silent' && !timedOut);
}
