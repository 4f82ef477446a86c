import type { ReactNode } from 'react';
import './state-screen.css';

/** What stands alone on the page where there is no sweep to show: what is missing, and what would bring it. */
export function StateScreen({
  title,
  children,
  alert = false,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly alert?: boolean;
}): ReactNode {
  return (
    <main className="state-screen">
      <h1>{title}</h1>
      <div {...(alert && { role: 'alert' })}>{children}</div>
    </main>
  );
}
