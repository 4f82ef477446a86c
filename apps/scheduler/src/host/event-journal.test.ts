import { describe, expect, it } from 'vitest';
import { waitUntil } from '../testing/wait-until.js';
import { EventJournal, type EventMessage, type JournalEntry } from './event-journal.js';
import { systemTimers } from './timers.js';

const message = (sequence: number): EventMessage => ({
  type: 'event',
  runId: 'r',
  attempt: 1,
  token: 't',
  sequence,
  event: { type: 'metrics', step: sequence, epoch: 0, values: {} },
});

describe('the event journal', () => {
  it('commits what comes close together as one, in order', async () => {
    const commits: number[][] = [];
    const journal = new EventJournal(
      (entries: readonly JournalEntry[]) => commits.push(entries.map((entry) => entry.message.sequence)),
      () => undefined,
      5,
      systemTimers,
    );
    journal.add('a', message(0));
    journal.add('b', message(1));
    journal.add('a', message(2));
    expect(commits).toEqual([]);
    await waitUntil(() => commits.length === 1, 'the commit');
    expect(commits).toEqual([[0, 1, 2]]);
  });

  it('commits at once when asked to, and nothing twice', () => {
    const commits: number[][] = [];
    const journal = new EventJournal(
      (entries) => commits.push(entries.map((entry) => entry.message.sequence)),
      () => undefined,
      60_000,
      systemTimers,
    );
    journal.add('a', message(0));
    journal.flush();
    journal.flush();
    expect(commits).toEqual([[0]]);
  });

  it('reports a failing commit and keeps working', () => {
    const failures: unknown[] = [];
    const journal = new EventJournal(
      () => {
        throw new Error('disk full');
      },
      (error) => failures.push(error),
      60_000,
      systemTimers,
    );
    journal.add('a', message(0));
    journal.flush();
    expect(failures).toEqual([new Error('disk full')]);
  });
});
