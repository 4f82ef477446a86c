/*
 * What people read of what ledger and API say, behind a door of its own that loads no schema: a printed leaderboard needs
 * no more.
 */

/** A metric's name without the digest that one's own has behind it: `cost` of `cost#0123456789ab`. */
export const withoutDigest = (metric: string): string => metric.replace(/#[0-9a-f]{12}$/, '');

/**
 * Whether `patience` ended an attempt: it is complete, with fewer steps than it could have had.
 *
 * @param step the last one of its run; null or undefined while it goes on
 */
export const isStoppedEarly = (
  { outcome, totalSteps }: { readonly outcome: string | null; readonly totalSteps: number | null },
  step: number | null | undefined,
): boolean => outcome === 'complete' && totalSteps !== null && typeof step === 'number' && step < totalSteps;
