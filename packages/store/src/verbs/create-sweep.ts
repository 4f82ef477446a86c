import { hashOf } from '@frostline/base';
import type { FoldPlan } from '@frostline/protocol';
import type { Ledger } from '../ledger.js';
import { storedPlace } from '../places.js';

export interface NewSweep {
  readonly name: string;
  /** Path of the sweep file. */
  readonly file: string;
  /** The sweep file's content, any JSON value. */
  readonly spec: unknown;
  /** One of one's own with the digest of its module. */
  readonly metric: string;
  readonly goal: 'maximize' | 'minimize';
  readonly folds: FoldPlan;
  /** Absolute path of competition.yaml, and the hash of what it describes. */
  readonly competition: { readonly path: string; readonly hash: string };
}

/** The id of the sweep whose scores can be compared with this one's, whether or not the ledger has it. */
export function sweepIdOf({ name, metric, goal, folds, competition }: NewSweep): string {
  return hashOf({ name, metric, goal, folds, competition: competition.hash }).slice(0, 8);
}

/**
 * Creates a sweep, or finds the one whose scores can be compared with it: equal name, competition, folds, metric and
 * goal. Either way it becomes the newest, with this file and spec.
 *
 * @returns its id, 8 hexadecimal digits, and whether it is new
 */
export function createSweep(
  ledger: Ledger,
  sweep: NewSweep,
): { readonly id: string; readonly created: boolean } {
  const { name, metric, goal, folds, competition } = sweep;
  const id = sweepIdOf(sweep);
  const file = storedPlace(ledger, sweep.file, sweep.file);
  const path = storedPlace(ledger, sweep.file, competition.path);
  return ledger.write(() => {
    const changes = ledger.run(updateSql, { id, file, spec: JSON.stringify(sweep.spec), path });
    if (changes === 1) return { id, created: false };
    ledger.run(insertSql, {
      id,
      name,
      file,
      spec: JSON.stringify(sweep.spec),
      metric,
      goal,
      folds: JSON.stringify(folds),
      path,
      hash: competition.hash,
      now: ledger.clock.now(),
    });
    return { id, created: true };
  });
}

// Newest by count, not by clock: the wall clock may jump.
const nextRecency = '(SELECT coalesce(max(recency), 0) + 1 FROM sweep)';

const updateSql = `
  UPDATE sweep SET file = @file, spec = @spec, competition_path = @path, recency = ${nextRecency} WHERE id = @id`;

const insertSql = `
  INSERT INTO sweep (id, name, file, spec, metric, goal, folds, competition_path, competition_hash, created, recency)
  VALUES (@id, @name, @file, @spec, @metric, @goal, @folds, @path, @hash, @now, ${nextRecency})`;
