import type { ReactNode } from 'react';

/** The mark: what grows above the line, ice below it. */
export function Logo({ size = 22 }: { readonly size?: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" strokeLinecap="round" aria-hidden="true">
      <path
        d="M12 12V4M12 8c0-2.500 2-4 5-4 0 2.500-2 4-5 4M12 10c0-2-1.700-3.500-4.500-3.500C7.500 8.500 9.200 10 12 10"
        stroke="var(--ice-0)"
        strokeWidth="1.700"
        strokeLinejoin="round"
      />
      <path d="M2 12.500h20" stroke="var(--ice-4)" strokeWidth="2" />
      <path d="M6 16v2M12 16v5M18 16v3" stroke="var(--ice-4)" strokeWidth="2" />
    </svg>
  );
}
