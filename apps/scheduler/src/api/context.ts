import type { Evidence } from './evidence.js';
import type { LedgerSource } from './ledger-source.js';
import type { LiveEvents } from './live-events.js';
import type { Owner } from './owner.js';
import type { SweepStatus } from './sweep-status.js';

/** What the routes answer from. */
export interface ApiContext {
  /** The state folder. */
  readonly home: string;
  readonly ledger: LedgerSource;
  readonly owner: Owner;
  readonly status: SweepStatus;
  readonly evidence: Evidence;
  readonly events: LiveEvents;
  /** Tells this server from those before it: numbers of the ledger's revision begin anew with each. */
  readonly instance: string;
}
