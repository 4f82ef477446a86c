import type { ReactNode } from 'react';

/** A share of one as a bar, empty where it is no number; the number stands beside it. */
export function Bar({
  share,
  wrong = false,
}: {
  readonly share: number;
  readonly wrong?: boolean;
}): ReactNode {
  const length = Number.isNaN(share) ? 0 : Math.min(1, Math.max(0, share));
  return (
    <span className="bar" aria-hidden="true">
      <span {...(wrong && { className: 'bar-wrong' })} style={{ width: `${length * 100}%` }} />
    </span>
  );
}
