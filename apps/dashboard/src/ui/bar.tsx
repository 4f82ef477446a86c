import type { ReactNode } from 'react';

/** A share of one as a bar; the number stands beside it. */
export function Bar({
  share,
  wrong = false,
}: {
  readonly share: number;
  readonly wrong?: boolean;
}): ReactNode {
  return (
    <span className="bar" aria-hidden="true">
      <span
        {...(wrong && { className: 'bar-wrong' })}
        style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }}
      />
    </span>
  );
}
