import type { TrialEvent } from '@frostline/protocol';
import type { Ledger } from '../ledger.js';
import { storeNumber } from '../numbers.js';
import type { ChangeOutcome, RunHold } from '../run-hold.js';

/** Events that are stored as they come; `finished` and `failed` end the run by verbs of their own. */
export type DurableEvent = Extract<
  TrialEvent,
  { type: 'started' | 'metrics' | 'checkpoint' | 'quarantined' }
>;

export interface ReportedEvent extends RunHold {
  /** Rises within an attempt; gaps are fine. What is not above the last one stored is a duplicate. */
  readonly sequence: number;
  readonly event: DurableEvent;
}

/**
 * Stores a batch of events in one transaction; acknowledge each accepted or duplicate one after the return, and tell
 * the sender of a stale one to stop. A stale token changes nothing and does not disturb the rest of the batch.
 *
 * @returns one outcome per event, in order
 */
export function recordEvents(ledger: Ledger, batch: readonly ReportedEvent[]): ChangeOutcome[] {
  return ledger.write(() => batch.map((report) => record(ledger, report)));
}

interface Holder {
  readonly run: number;
  readonly trial: number;
  readonly held: 0 | 1;
  readonly lastSequence: number;
}

function record(ledger: Ledger, { runId, attempt, token, sequence, event }: ReportedEvent): ChangeOutcome {
  const holder = ledger.get<Holder>(holderSql, { runId, attempt, token });
  if (holder === undefined) return 'stale';
  if (sequence <= holder.lastSequence) return 'duplicate';
  if (holder.held === 0) return 'stale';
  apply(ledger, holder, attempt, event);
  ledger.run(sequenceSql, { run: holder.run, attempt, sequence });
  return 'accepted';
}

function apply(ledger: Ledger, { run, trial }: Holder, attempt: number, event: DurableEvent): void {
  switch (event.type) {
    case 'started':
      ledger.run(startedSql, {
        run,
        attempt,
        engine: event.engine,
        device: event.device,
        numericsClass: event.numericsClass,
        numericsChanged: Number(event.numericsChanged),
        parts: event.parts,
        resumedFromStep: event.resumedFromStep,
        totalSteps: event.totalSteps,
        stepsPerEpoch: event.stepsPerEpoch,
      });
      break;
    case 'metrics':
      for (const [name, value] of Object.entries(event.values))
        ledger.run(metricSql, {
          run,
          attempt,
          step: event.step,
          epoch: event.epoch,
          name,
          ...storeNumber(value),
        });
      break;
    case 'checkpoint':
      ledger.run(checkpointSql, { run, attempt, step: event.step, file: event.file, sha256: event.sha256 });
      break;
    case 'quarantined':
      for (const { split, id, path, reason } of event.images)
        ledger.run(quarantineSql, { trial, split, id, path, reason });
      break;
  }
}

const holderSql = `
  SELECT r.key AS run, r.trial, r.token IS a.token AS held, a.last_sequence AS lastSequence
  FROM run r JOIN attempt a ON a.run = r.key AND a.attempt = @attempt
  WHERE r.id = @runId AND a.token = @token`;
const sequenceSql = 'UPDATE attempt SET last_sequence = @sequence WHERE run = @run AND attempt = @attempt';
const startedSql = `
  UPDATE attempt SET engine = @engine, device = @device, numerics_class = @numericsClass,
    numerics_changed = @numericsChanged, parts = @parts, resumed_from_step = @resumedFromStep, total_steps = @totalSteps,
    steps_per_epoch = @stepsPerEpoch
  WHERE run = @run AND attempt = @attempt`;
// First report wins: within one attempt a step is trained once.
const metricSql = `
  INSERT INTO metric (run, attempt, step, name, epoch, value, special)
  VALUES (@run, @attempt, @step, @name, @epoch, @value, @special)
  ON CONFLICT DO NOTHING`;
const checkpointSql = `
  INSERT INTO checkpoint (run, attempt, step, file, sha256) VALUES (@run, @attempt, @step, @file, @sha256)
  ON CONFLICT DO NOTHING`;
const quarantineSql = `
  INSERT INTO quarantine (trial, split, id, path, reason) VALUES (@trial, @split, @id, @path, @reason)
  ON CONFLICT DO NOTHING`;
