import type { ReactNode } from 'react';
import { useView } from '../url/use-view.js';
import type { ViewState } from '../url/view-state.js';

/** A real link to another view, which opens in place unless the reader asks for a new tab. */
export function PageLink({
  to,
  current = false,
  className,
  tabIndex,
  children,
}: {
  readonly to: Partial<ViewState>;
  readonly current?: boolean;
  readonly className?: string;
  readonly tabIndex?: number;
  readonly children: ReactNode;
}): ReactNode {
  const { link, go } = useView();
  return (
    <a
      href={link(to)}
      {...(className !== undefined && { className })}
      {...(tabIndex !== undefined && { tabIndex })}
      {...(current && { 'aria-current': 'page' as const })}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
        event.preventDefault();
        event.stopPropagation();
        go(to);
      }}
    >
      {children}
    </a>
  );
}
