import type { FailureClass } from '@frostline/protocol';
import type { Ledger } from '../ledger.js';

export interface AttemptRow {
  readonly attempt: number;
  readonly worker: string;
  readonly device: string;
  /** Relative to the state folder. */
  readonly artifacts: string;
  /** Wall clock, milliseconds since 1970. */
  readonly claimed: number;
  readonly ended: number | null;
  /** Null while the attempt holds its run. `lost`: its owner died. */
  readonly outcome: 'complete' | 'failed' | 'stopped' | 'lost' | null;
  /** These are null until the attempt reported `started`. */
  readonly engine: string | null;
  readonly numericsClass: string | null;
  readonly resumedFromStep: number | null;
  readonly totalSteps: number | null;
  readonly stepsPerEpoch: number | null;
  readonly numericsChanged: boolean;
  /** Micro-batches per batch. */
  readonly parts: number;
  /** These are null unless it failed; exit code and signal only when its process died. */
  readonly failure: FailureClass | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/** The attempts of a run, oldest first. */
export function attemptsOf(ledger: Ledger, runId: string): AttemptRow[] {
  return ledger
    .all<Omit<AttemptRow, 'numericsChanged'> & { numericsChanged: number }>(attemptsSql, { runId })
    .map((row) => ({ ...row, numericsChanged: row.numericsChanged === 1 }));
}

const attemptsSql = `
  SELECT a.attempt, a.worker, a.device, a.artifacts, a.claimed, a.ended, a.outcome, a.engine,
    a.numerics_class AS numericsClass, a.resumed_from_step AS resumedFromStep, a.total_steps AS totalSteps,
    a.steps_per_epoch AS stepsPerEpoch, a.numerics_changed AS numericsChanged, a.parts,
    a.failure, a.code, a.message, a.exit_code AS exitCode, a.signal
  FROM run r JOIN attempt a ON a.run = r.key WHERE r.id = @runId ORDER BY a.attempt`;
