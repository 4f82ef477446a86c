import type { ReactNode } from 'react';

/** A table in a frame that scrolls sideways where there is no room, by keyboard too. */
export function PlainTable({
  label,
  className = '',
  children,
}: {
  /** What a screen reader calls the frame. */
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className="table-wrap" tabIndex={0} role="group" aria-label={label}>
      <table className={`plain-table ${className}`}>{children}</table>
    </div>
  );
}
