import type { ReactNode } from 'react';

/** A difference from −1 to 1 as a bar from the middle: better to the right. */
export function DifferenceBar({ share }: { readonly share: number }): ReactNode {
  const half = 28;
  const length = Math.min(1, Math.abs(share)) * half;
  return (
    <svg
      className="difference-bar"
      width={2 * half}
      height="10"
      viewBox={`0 0 ${2 * half} 10`}
      aria-hidden="true"
    >
      <rect
        x={share < 0 ? half - length : half}
        y="1"
        width={length}
        height="8"
        fill={share < 0 ? 'var(--ice-0)' : 'var(--growth)'}
      />
      <path d={`M${half} 0V10`} stroke="var(--line-strong)" />
    </svg>
  );
}
