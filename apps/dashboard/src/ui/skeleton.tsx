import type { ReactNode } from 'react';

const widths = ['92%', '64%', '80%', '48%', '72%', '86%', '58%', '76%'];

/** Lines where content will stand, so that nothing moves when it comes. */
export function Skeleton({ lines = 4 }: { readonly lines?: number }): ReactNode {
  return (
    <div className="skeleton" aria-hidden="true">
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} style={{ width: widths[line % widths.length] }} />
      ))}
    </div>
  );
}
