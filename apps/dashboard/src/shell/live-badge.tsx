import type { ReactNode } from 'react';
import type { Link } from '../client/follow.js';

const words = {
  live: 'live',
  finished: 'finished',
  idle: 'not running',
  interrupted: 'interrupted',
  lost: 'connection lost',
  connecting: 'connecting',
} as const;

const shapes = {
  live: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  finished: <path d="M1.500 5.500 4 8l4.500-6" fill="none" stroke="currentColor" strokeWidth="1.800" />,
  idle: <circle cx="5" cy="5" r="3.500" fill="none" stroke="currentColor" strokeWidth="1.500" />,
  interrupted: (
    <path d="M2 1.200l6.500 3.800L2 8.800Z" fill="none" stroke="currentColor" strokeWidth="1.300" />
  ),
  lost: <path d="M1.500 1.500l7 7M8.500 1.500l-7 7" stroke="currentColor" strokeWidth="2" />,
  connecting: <circle cx="5" cy="5" r="3.500" fill="none" stroke="currentColor" strokeDasharray="2 2" />,
};

/** Whether what the page shows is what is: live, still, or cut off. */
export function LiveBadge({
  link,
  live,
  done,
  interrupted,
}: {
  readonly link: Link;
  /** Whether a process runs the sweep; null while unknown. */
  readonly live: boolean | null;
  readonly done: boolean;
  /** Whether the process that ran it has ended without having told so. */
  readonly interrupted: boolean;
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
            : interrupted
              ? 'interrupted'
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
