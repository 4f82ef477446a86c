import type { ReactNode } from 'react';
import { freezeDepth } from '../model/freeze-depth.js';

/**
 * One column of the frost line: side by side they draw how deep each strategy freezes. Without gaps, so that the eye
 * follows the line from column to column.
 */
export function FrostProfile({
  freeze,
  deepest,
}: {
  readonly freeze: string;
  readonly deepest: number;
}): ReactNode {
  const { frozen, kind } = freezeDepth(freeze, deepest);
  const line = 3 + (1 - frozen) * 23;
  return (
    <svg viewBox="0 0 10 26" preserveAspectRatio="none" aria-hidden="true">
      {kind === 'scratch' ? (
        <path d="M0 25.500H10" stroke="var(--scratch)" strokeWidth="1" strokeDasharray="1.500 1" />
      ) : (
        <>
          <rect width="10" height="26" fill="var(--ice-0)" />
          {kind === 'fixed' && <rect y={line} width="10" height={26 - line} fill="var(--ice-4)" />}
          {kind === 'thawing' && <path d="M0 3 10 24v2H0Z" fill="var(--ice-4)" />}
          {kind === 'scattered' && <path d="M0 4h10v4H0ZM0 11h10v4H0ZM0 18h10v8H0Z" fill="var(--ice-4)" />}
        </>
      )}
    </svg>
  );
}
