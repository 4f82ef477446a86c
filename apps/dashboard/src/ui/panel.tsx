import { useId, type ReactNode } from 'react';

/** A titled part of a view. */
export function Panel({
  title,
  aside,
  className = '',
  children,
}: {
  readonly title: string;
  /** Controls or a remark at the end of the title's line. */
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}): ReactNode {
  const id = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{title}</h2>
        {aside !== undefined && <div className="aside">{aside}</div>}
      </div>
      <div className="panel-body">{children}</div>
    </section>
  );
}
