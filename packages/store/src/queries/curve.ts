import type { Ledger } from '../ledger.js';
import { loadNumber, type StoredNumber } from '../numbers.js';

export interface CurvePoint {
  readonly step: number;
  readonly epoch: number;
  readonly name: string;
  readonly value: number;
  /** The attempt that trained this step. */
  readonly attempt: number;
}

/**
 * A run's metrics, by step, then name. Each step is taken from the newest attempt: one that resumed from step s has
 * replaced all that earlier ones reported after s, also where it has not come that far yet.
 */
export function curve(ledger: Ledger, runId: string): CurvePoint[] {
  return ledger.all<Omit<CurvePoint, 'value'> & StoredNumber>(curveSql, { runId }).map((row) => ({
    step: row.step,
    epoch: row.epoch,
    name: row.name,
    value: loadNumber(row),
    attempt: row.attempt,
  }));
}

/** Whether the metric `m` counts: no later attempt went back before its step. */
export const notReplacedSql = `NOT EXISTS (
    SELECT 1 FROM attempt later
    WHERE later.run = m.run AND later.attempt > m.attempt AND later.resumed_from_step < m.step)`;

const curveSql = `
  SELECT m.step, m.epoch, m.name, m.value, m.special, m.attempt
  FROM run r JOIN metric m ON m.run = r.key
  WHERE r.id = @runId AND ${notReplacedSql}
  ORDER BY m.step, m.name`;
