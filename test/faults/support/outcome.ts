import path from 'node:path';
import { attemptsOf, curve, findSweep, leaderboard, openLedger, runsOf, type Ledger } from '@frostline/store';
import { homeOf } from './home.js';

/** Reads a sweep's ledger, beside its owner if there is one. */
export function readLedger<Result>(
  folder: string,
  read: (ledger: Ledger, sweepId: string) => Result,
): Result {
  const ledger = openLedger(path.join(homeOf(folder), 'ledger.db'), { readonly: true });
  try {
    return read(ledger, findSweep(ledger).id);
  } finally {
    ledger.close();
  }
}

/**
 * Everything that a sweep is for, without clock times: what two sweeps must agree in to the last bit, whatever happened to
 * either on the way.
 */
export function outcome(folder: string): unknown {
  return readLedger(folder, (ledger, sweepId) => ({
    scores: leaderboard(ledger, sweepId).map(({ trialId, score, values, foldScores }) => ({
      trialId,
      score,
      values,
      foldScores,
    })),
    runs: runsOf(ledger, sweepId).map(({ id, state, result }) => ({
      id,
      state,
      weights: result?.weightsSha256,
      curve: curve(ledger, id)
        .filter(({ name }) => name !== 'seconds')
        .map(({ step, epoch, name, value }) => ({ step, epoch, name, value })),
    })),
  }));
}

/** The attempts of every run. */
export function attempts(folder: string) {
  return readLedger(
    folder,
    (ledger, sweepId) => new Map(runsOf(ledger, sweepId).map(({ id }) => [id, attemptsOf(ledger, id)])),
  );
}
