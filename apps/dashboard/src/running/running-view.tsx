import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useApi } from '../client/api-context.js';
import { queries } from '../client/queries.js';
import type { SweepViewProps } from '../shell/sweep-view-props.js';
import { ChangeButtons } from '../ui/change-buttons.js';
import { QueryView } from '../ui/query-view.js';
import { isInterrupted, runStates } from '../model/run-states.js';
import { DevicesPanel } from './devices-panel.js';
import { FailuresPanel } from './failures-panel.js';
import { ProgressPanel } from './progress-panel.js';
import './running-view.css';

/** What is going on: the devices, what each trains, when it will be over, what went wrong. */
export function RunningView({ board, connection }: SweepViewProps): ReactNode {
  const api = useApi();
  const query = useQuery(queries.status(api, board.sweep.id));
  return (
    <div className="view">
      <QueryView query={query} lines={10}>
        {(status) => (
          <>
            <div className="view-title">
              {connection.lostSince === null ? (
                <>
                  <h2>{status.live ? 'Running' : isInterrupted(status) ? 'Interrupted' : 'Not running'}</h2>
                  <ChangeButtons
                    sweep={{ ...board.sweep, live: status.live }}
                    states={runStates.filter((state) => (status.runs[state] ?? 0) > 0)}
                  />
                </>
              ) : (
                <h2>As it was when last heard of</h2>
              )}
            </div>
            <ProgressPanel status={status} lostSince={connection.lostSince} />
            <DevicesPanel status={status} isLost={connection.lostSince !== null} />
            <FailuresPanel failures={status.failures} />
          </>
        )}
      </QueryView>
    </div>
  );
}
