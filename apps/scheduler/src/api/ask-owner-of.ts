import { FrostlineError, type Clock } from '@frostline/base';
import type { OwnerAddress } from '@frostline/protocol';
import { readOwnerAddress } from '@frostline/store/owner-address';
import { isOwned } from '@frostline/store/owner-lock';
import { setTimeout } from 'node:timers/promises';
import { askOwner, askStatus } from './client.js';
import type { OwnerReply, OwnerRequests } from '../host/controls.js';

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
  patience: Patience,
): Promise<OwnerReply<Verb> | undefined> {
  return patiently(patience, async () => {
    const address = addressOf(home);
    return address === undefined ? undefined : askOwner(address, verb, request);
  });
}

/**
 * Whether a state folder has an owner with work left. One that is just starting or ending is waited for.
 *
 * @throws FrostlineError `owner-ending`, `owner-silent` once the patience is at its end
 */
export async function ownerGoesOn(home: string, patience: Patience): Promise<boolean> {
  return patiently(patience, async () => {
    const address = addressOf(home);
    if (address === undefined) return false;
    const { goesOn } = await askStatus(address);
    if (goesOn) return true;
    throw new FrostlineError('owner-ending', 'the owner of this state folder is just ending', {
      place: home,
      fix: 'try again in a moment',
    });
  });
}

async function patiently<Result>(
  { clock, onWait }: Patience,
  attempt: () => Promise<Result>,
): Promise<Result> {
  const end = clock.monotonic() + patienceMs;
  for (let told = false; ; told = true) {
    try {
      return await attempt();
    } catch (error) {
      if (!passesSoon(error) || clock.monotonic() >= end) throw error;
      if (!told) onWait?.();
      await setTimeout(betweenTriesMs);
    }
  }
}

function addressOf(home: string): OwnerAddress | undefined {
  if (!isOwned(home)) return undefined;
  const address = readOwnerAddress(home);
  if (address === undefined)
    throw new FrostlineError('owner-silent', 'the owner of this state folder is just starting or ending', {
      place: home,
      fix: 'try again in a moment',
    });
  return address;
}

/** An owner that let a request time out hangs; one that publishes no address or refuses connections is on its way. */
function passesSoon(error: unknown): boolean {
  if (!(error instanceof FrostlineError)) return false;
  const timedOut = error.cause instanceof Error && error.cause.name === 'TimeoutError';
  return error.code === 'owner-ending' || (error.code === 'owner-silent' && !timedOut);
}
