import type { RunState, StatusReply } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { formatCount, formatShare, formatTime } from '../model/numbers.js';
import { runStates, shownState } from '../model/run-states.js';
import { timeLeft } from '../model/time-left.js';
import { Panel } from '../ui/panel.js';
import { StateMark } from '../ui/state-mark.js';

/** From what is over to what has not begun. */
const progressOrder: readonly RunState[] = ['complete', 'pruned', 'failed', 'running', 'paused', 'waiting'];

/** How much is done, what is left, and when the sweep will be drained. */
export function ProgressPanel({
  status,
  lostSince,
}: {
  readonly status: StatusReply;
  /** Since when nobody tells what is going on, milliseconds since 1970; null while somebody does. */
  readonly lostSince: number | null;
}): ReactNode {
  const total = Object.values(status.runs).reduce((sum, count) => sum + count, 0);
  return (
    <Panel
      title={`${formatShare(status.progress)} of the work is done`}
      aside={
        <span className="eta">
          {lostSince === null ? timeLeft(status) : `known until ${formatTime(lostSince)}`}
        </span>
      }
    >
      <div className="progress" role="img" aria-label={`${formatCount(total)} runs by state`}>
        {progressOrder.map((state) => {
          const count = status.runs[state] ?? 0;
          return (
            count > 0 && <span key={state} className={`progress-${state}`} style={{ flexGrow: count }} />
          );
        })}
      </div>
      <ul className="progress-legend">
        {runStates.map((state) => {
          const count = status.runs[state] ?? 0;
          return (
            count > 0 && (
              <li key={state}>
                <StateMark state={lostSince === null ? shownState(state, status.live) : state} />{' '}
                {formatCount(count)}
              </li>
            )
          );
        })}
      </ul>
    </Panel>
  );
}
