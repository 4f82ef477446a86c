import type { Clock } from '@frostline/base';
import type { StatusReply } from '@frostline/protocol';
import { checkpointedRuns, countRuns, findRuns, recentFailures } from '@frostline/store';
import { Pace } from '../host/pace.js';
import { statusReply, sweepWork } from '../replies/status-reply.js';
import type { OwnerStatus } from '../host/controls.js';
import type { LedgerSource } from './ledger-source.js';
import type { Owner } from './owner.js';

const mostFailures = 20;

/** What is going on in a sweep, from the ledger and its owner. Knows how fast the owner was since it began to look. */
export class SweepStatus {
  private pace: { readonly of: string; readonly pace: Pace } | undefined;

  constructor(
    private readonly ledger: LedgerSource,
    private readonly owner: Owner,
    private readonly clock: Clock,
  ) {}

  /** Whether an owner runs the sweep now. */
  async isLive(sweepId: string): Promise<boolean> {
    return (await this.ownerOf(sweepId)) !== undefined;
  }

  async of(sweepId: string): Promise<StatusReply> {
    const owner = await this.ownerOf(sweepId);
    const held = (owner?.workers ?? []).flatMap(({ runId }) => (runId === null ? [] : [runId]));
    const parts = this.ledger.read((ledger) =>
      ledger.read(() => ({
        counts: countRuns(ledger, sweepId),
        owner,
        checkpointed: checkpointedRuns(ledger, sweepId),
        held: held.length === 0 ? [] : findRuns(ledger, held),
        failures: recentFailures(ledger, sweepId, mostFailures),
      })),
    );
    const left = owner === undefined ? undefined : this.paceOf(owner).left(sweepWork(parts));
    return statusReply(parts, left);
  }

  private async ownerOf(sweepId: string): Promise<OwnerStatus | undefined> {
    const status = await this.owner.status();
    return status?.sweep.id === sweepId ? status : undefined;
  }

  private paceOf({ pid, sweep }: OwnerStatus): Pace {
    const of = `${pid} ${sweep.id}`;
    if (this.pace?.of !== of) this.pace = { of, pace: new Pace(this.clock) };
    return this.pace.pace;
  }
}
