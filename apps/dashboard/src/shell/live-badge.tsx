import type { ReactNode } from 'react';
import type { Link } from '../client/follow.js';

const words = {
  live: 'live',
  finished: 'finished',
  idle: 'not running',
  lost: 'connection lost',
  connecting: 'connecting',
} as const;

const shapes = {
  live: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  finished: <path d="M1.500 5.500 4 8l4.500-6" fill="none" stroke="currentColor" strokeWidth="1.800" />,
  idle: <circle cx="5" cy="5" r="3.500" fill="none" stroke="currentColor" strokeWidth="1.500" />,
  lost: <path d="M1.500 1.500l7 7M8.500 1.500l-7 7" stroke="currentColor" strokeWidth="2" />,
  connecting: <circle cx="5" cy="5" r="3.500" fill="none" stroke="currentColor" strokeDasharray="2 2" />,
};

/** Whether what the page shows is what is: live, at rest, or cut off. */
export function LiveBadge({
  link,
  live,
  done,
}: {
  readonly link: Link;
  /** Whether an owner runs the sweep; null while unknown. */
  readonly live: boolean | null;
  readonly done: boolean;
}): ReactNode {
  const state =
    link === 'lost'
      ? 'lost'
      : link === 'connecting' || live === null
        ? 'connecting'
        : live
          ? 'live'
          : done
            ? 'finished'
            : 'idle';
  return (
    <span className="live-badge" data-state={state} role="status">
      <svg viewBox="0 0 10 10" aria-hidden="true">
        {shapes[state]}
      </svg>
      {words[state]}
    </span>
  );
}
