import type { Ledger } from '../ledger.js';

/**
 * Every running run → waiting, its attempt closed as lost. For a new owner, before it assigns anything: the workers of
 * the one before died with it, and their tokens are refused from here on. Not counted as the run's failure.
 *
 * @returns the ids of the runs
 */
export function requeueLost(ledger: Ledger): string[] {
  return ledger.write(() => {
    ledger.run(closeSql, { now: ledger.clock.now() });
    return ledger.all<{ id: string }>(requeueSql).map(({ id }) => id);
  });
}

const closeSql = `
  UPDATE attempt SET ended = @now, outcome = 'lost'
  WHERE outcome IS NULL AND run IN (SELECT key FROM run WHERE state = 'running')`;
const requeueSql = `UPDATE run SET state = 'waiting', token = NULL WHERE state = 'running' RETURNING id`;
