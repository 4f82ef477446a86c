import type { ReactNode } from 'react';

/** What stands where there is nothing to show: what is missing, and what would bring it. */
export function StateBox({
  title,
  children,
  alert = false,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly alert?: boolean;
}): ReactNode {
  return (
    <div className="state-box" {...(alert && { role: 'alert' })}>
      <strong>{title}</strong>
      {children}
    </div>
  );
}
