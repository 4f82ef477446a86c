import type { Ledger } from '../ledger.js';

export interface CheckpointRow {
  readonly attempt: number;
  readonly step: number;
  /** As the worker gave it. */
  readonly file: string;
  readonly sha256: string;
}

/** The newest attempt's newest checkpoint of a run, or undefined when there is none. */
export function lastCheckpoint(ledger: Ledger, runId: string): CheckpointRow | undefined {
  return ledger.get<CheckpointRow>(lastSql, { runId });
}

const lastSql = `
  SELECT c.attempt, c.step, c.file, c.sha256 FROM run r JOIN checkpoint c ON c.run = r.key
  WHERE r.id = @runId ORDER BY c.attempt DESC, c.step DESC LIMIT 1`;
