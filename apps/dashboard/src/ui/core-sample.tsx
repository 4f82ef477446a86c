import type { ReactNode } from 'react';
import { freezeDepth } from '../model/freeze-depth.js';

/**
 * A net as a core drilled from the ground, top layer up: ice as deep as it is frozen, thawed earth above. A strategy that
 * thaws while it trains has a slanted frost line, one that trains only some layers has strata, an untrained net is empty.
 */
export function CoreSample({
  freeze,
  deepest,
}: {
  readonly freeze: string;
  readonly deepest?: number;
}): ReactNode {
  const { frozen, kind } = freezeDepth(freeze, deepest);
  const top = 1 + 14 * (1 - frozen);
  return (
    <svg className="core" width="10" height="16" viewBox="0 0 10 16" aria-hidden="true">
      <rect x="0.500" y="0.500" width="9" height="15" rx="1.500" fill="none" stroke="var(--line-strong)" />
      {kind !== 'scratch' && <rect x="1" y="1" width="8" height="14" rx="1" fill="var(--ice-0)" />}
      {kind === 'scratch' && <path d="M1 11l4-4M1 15l8-8M5 15l4-4" stroke="var(--scratch)" strokeWidth="1" />}
      {kind === 'fixed' && frozen > 0 && (
        <rect
          x="1"
          y={Math.max(top, 3)}
          width="8"
          height={15 - Math.max(top, 3)}
          rx="1"
          fill="var(--ice-4)"
        />
      )}
      {kind === 'thawing' && <path d="M1 3 9 14v1H1Z" fill="var(--ice-4)" />}
      {kind === 'scattered' && <path d="M1 4h8v2H1ZM1 8h8v2H1ZM1 12h8v3H1Z" fill="var(--ice-4)" />}
    </svg>
  );
}
