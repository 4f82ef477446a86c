import { FrostlineError } from '@frostline/base';
import { setTimeout } from 'node:timers/promises';
import type { OwnerReply, OwnerRequests } from '../api/controls.js';
import type { Context } from './context.js';

/** How long an owner that is just starting or ending is waited for, milliseconds. */
const patienceMs = 30_000;
const betweenTriesMs = 100;

/**
 * Asks the living owner of a state folder for a change, and waits, saying so, for one that is just starting or ending:
 * `frostline stop && frostline resume` must not depend on who is quicker. Gives its answer, or undefined once no owner
 * lives.
 *
 * @throws InputError what the owner refused; FrostlineError `owner-silent`
 */
export async function askOwner<Verb extends keyof OwnerRequests>(
  { terminal, clock }: Pick<Context, 'terminal' | 'clock'>,
  home: string,
  verb: Verb,
  request: OwnerRequests[Verb],
): Promise<OwnerReply<Verb> | undefined> {
  const { askOwnerOf } = await import('../api/ask-owner-of.js');
  const end = clock.monotonic() + patienceMs;
  for (let told = false; ; told = true) {
    try {
      return await askOwnerOf(home, verb, request);
    } catch (error) {
      if (!passesSoon(error) || clock.monotonic() >= end) throw error;
      if (!told)
        terminal.err('waiting for the owner of this state folder, which is just starting or ending\n');
      await setTimeout(betweenTriesMs);
    }
  }
}

/** An owner that let a request time out hangs; one that publishes no address or refuses connections is on its way. */
function passesSoon(error: unknown): boolean {
  if (!(error instanceof FrostlineError)) return false;
  const timedOut = error.cause instanceof Error && error.cause.name === 'TimeoutError';
  return error.code === 'owner-ending' || (error.code === 'owner-silent' && !timedOut);
}
