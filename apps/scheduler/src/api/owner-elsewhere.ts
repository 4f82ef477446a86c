import { FrostlineError, InputError, type Clock } from '@frostline/base';
import type { ChangeReply } from '@frostline/protocol';
import { readOwnerAddress } from '@frostline/store/owner-address';
import { isOwned } from '@frostline/store/owner-lock';
import type { LedgerVerb } from '../host/change-as-owner.js';
import { askOwnerOf } from './ask-owner-of.js';
import { changeSweep } from './change-sweep.js';
import { askStatus } from './client.js';
import type { OwnerReply, OwnerRequests, OwnerStatus } from '../host/controls.js';
import type { Owner } from './owner.js';

/** How old an owner's answer may be, milliseconds: many readers ask it once. */
const statusMs = 500;

/** The owner is another process, or nobody: then this one becomes it for as long as a change takes. */
export class OwnerElsewhere implements Owner {
  private asked: { readonly at: number; readonly status: Promise<OwnerStatus | undefined> } | undefined;

  constructor(
    private readonly home: string,
    readonly clock: Clock,
  ) {}

  async status(): Promise<OwnerStatus | undefined> {
    const at = this.clock.monotonic();
    if (this.asked === undefined || at - this.asked.at >= statusMs)
      this.asked = { at, status: this.askStatus() };
    return this.asked.status;
  }

  async change<Verb extends keyof OwnerRequests>(
    verb: Verb,
    request: OwnerRequests[Verb],
  ): Promise<OwnerReply<Verb>> {
    if (!isLedgerVerb(verb)) {
      const reply = await askOwnerOf(this.home, verb, request, this);
      if (reply !== undefined) return reply;
      throw new InputError('no-owner', 'no sweep runs that could be extended', {
        fix: 'run `frostline launch SWEEP.yaml`',
      });
    }
    const { owned, ...reply } = await changeSweep(
      this.home,
      verb,
      request as OwnerRequests[typeof verb],
      this,
    );
    return (owned ? reply : changedHere(verb, reply.changed)) as OwnerReply<Verb>;
  }

  private async askStatus(): Promise<OwnerStatus | undefined> {
    const address = isOwned(this.home) ? readOwnerAddress(this.home) : undefined;
    if (address === undefined) return undefined;
    try {
      return await askStatus(address);
    } catch (error) {
      // It may have ended since; whoever wants a change is told.
      if (error instanceof FrostlineError) return undefined;
      throw error;
    }
  }
}

function isLedgerVerb(verb: keyof OwnerRequests): verb is LedgerVerb {
  return verb !== 'extend';
}

function changedHere(verb: LedgerVerb, changed: number): ChangeReply {
  const waits = (verb === 'retry' || verb === 'resume') && changed > 0;
  return waits
    ? { changed, notice: 'nothing runs this sweep now: `frostline resume` runs what waits' }
    : { changed };
}
