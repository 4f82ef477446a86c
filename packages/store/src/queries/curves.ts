import type { Ledger } from '../ledger.js';
import { loadNumber, type StoredNumber } from '../numbers.js';
import { notReplacedSql } from './curve.js';
import { sweepKey } from './sweep-key.js';

/** The metrics of one run. */
export interface RunCurve {
  readonly trialId: string;
  readonly fold: number;
  /** Points by metric name, steps rising: [step, epoch, value]. */
  readonly metrics: Readonly<Record<string, readonly (readonly [number, number, number])[]>>;
}

/**
 * The curves of some trials of a sweep at once: all their runs that have reported, in the order of the sweep, folds
 * rising. Each step is taken from the newest attempt, as `curve` does. Ids of other trials are passed over.
 */
export function curves(ledger: Ledger, sweepId: string, trialIds: readonly string[]): RunCurve[] {
  return ledger.read(() => {
    const parameters = { sweep: sweepKey(ledger, sweepId), trials: JSON.stringify(trialIds) };
    return ledger.all<StoredRun>(runsSql, parameters).flatMap(({ run, trialId, fold }) => {
      const metrics = new Map<string, [number, number, number][]>();
      for (const { name, step, epoch, ...value } of ledger.all<StoredPoint>(pointsSql, { run })) {
        const points = metrics.get(name) ?? [];
        if (points.length === 0) metrics.set(name, points);
        points.push([step, epoch, loadNumber(value)]);
      }
      return metrics.size === 0 ? [] : [{ trialId, fold, metrics: Object.fromEntries(metrics) }];
    });
  });
}

interface StoredRun {
  readonly run: number;
  readonly trialId: string;
  readonly fold: number;
}

interface StoredPoint extends StoredNumber {
  readonly name: string;
  readonly step: number;
  readonly epoch: number;
}

const runsSql = `
  SELECT r.key AS run, t.id AS trialId, r.fold
  FROM trial t JOIN sweep_trial m ON m.sweep = @sweep AND m.trial = t.key JOIN run r ON r.trial = t.key
  WHERE t.id IN (SELECT value FROM json_each(@trials)) ORDER BY m.ordinal, r.fold`;
const pointsSql = `
  SELECT m.name, m.step, m.epoch, m.value, m.special FROM metric m
  WHERE m.run = @run AND ${notReplacedSql} ORDER BY m.step`;
