import type { WorkerMessage } from '@frostline/protocol';
import type { Timers } from './timers.js';

export type EventMessage = Extract<WorkerMessage, { type: 'event' }>;

export interface JournalEntry {
  readonly slot: string;
  readonly message: EventMessage;
}

/**
 * Gathers events for one transaction: a commit is an fsync, and an fsync for every metric of every worker would be
 * slower than the training. Nothing is acknowledged before `commit` has returned.
 */
export class EventJournal {
  private entries: JournalEntry[] = [];
  private cancel: (() => void) | undefined;

  constructor(
    /** Makes the entries durable, in order; what it throws is given to `failed`. */
    private readonly commit: (entries: readonly JournalEntry[]) => void,
    private readonly failed: (error: unknown) => void,
    private readonly delayMs: number,
    private readonly timers: Timers,
  ) {}

  add(slot: string, message: EventMessage): void {
    this.entries.push({ slot, message });
    this.cancel ??= this.timers.after(this.delayMs, () => {
      this.flush();
    });
  }

  /** Commits what is there now: before a run's end is recorded, and before a lost worker's run is given away. */
  flush(): void {
    this.cancel?.();
    this.cancel = undefined;
    const { entries } = this;
    this.entries = [];
    if (entries.length === 0) return;
    try {
      this.commit(entries);
    } catch (error) {
      this.failed(error);
    }
  }
}
