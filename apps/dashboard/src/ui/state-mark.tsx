import type { ReactNode } from 'react';
import type { ShownState } from '../model/run-states.js';

/** A shape for each state, so that colour is never alone in telling them apart. */
const shapes: Record<ShownState, ReactNode> = {
  complete: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  running: <path d="M2 1l7 4-7 4Z" fill="currentColor" />,
  interrupted: (
    <path d="M2 1.200l6.500 3.800L2 8.800Z" fill="none" stroke="currentColor" strokeWidth="1.300" />
  ),
  waiting: <circle cx="5" cy="5" r="3.300" fill="none" stroke="currentColor" strokeWidth="1.400" />,
  paused: <path d="M2 1h2.200v8H2ZM5.800 1H8v8H5.800Z" fill="currentColor" />,
  pruned: <path d="M1.500 5h7" stroke="currentColor" strokeWidth="2" />,
  failed: <path d="M1.500 1.500l7 7M8.500 1.500l-7 7" stroke="currentColor" strokeWidth="2" />,
};

/** A trial's or a run's state, as a shape and a word. */
export function StateMark({
  state,
  children,
}: {
  readonly state: ShownState;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <span className={`state-mark state-${state}`}>
      <svg viewBox="0 0 10 10" aria-hidden="true">
        {shapes[state]}
      </svg>
      <span>
        {state}
        {children}
      </span>
    </span>
  );
}
