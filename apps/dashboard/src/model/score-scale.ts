import type { LeaderboardTrial } from '@frostline/protocol';
import { finite } from './numbers.js';

/** A range of values, and where a value stands in it. */
export interface ValueScale {
  readonly low: number;
  readonly high: number;
  /** 0..1, clipped at both ends. */
  place(value: number): number;
}

/** A scale from `low` to `high`; where both are equal everything stands in the middle. */
export function valueScale(low: number, high: number): ValueScale {
  const place = (value: number): number =>
    high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0.5;
  return { low, high, place };
}

/**
 * The scale on which the folds' scores are drawn. It leaves out the worst tenth, so that trials which diverged do not press all others together.
 */
export function foldScale(
  trials: readonly LeaderboardTrial[],
  goal: 'maximize' | 'minimize',
): ValueScale | null {
  const scores = trials.flatMap((trial) => trial.foldScores.flatMap((score) => finite(score) ?? []));
  if (scores.length === 0) return null;
  const sorted = Float64Array.from(scores).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return goal === 'maximize' ? valueScale(at(0.1), at(1)) : valueScale(at(0), at(0.9));
}
