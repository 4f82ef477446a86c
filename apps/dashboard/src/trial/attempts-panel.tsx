import type { ApiSweep, TrialReply } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { formatSeconds, formatTime } from '../model/numbers.js';
import { shownState } from '../model/run-states.js';
import { ChangeButtons } from '../ui/change-buttons.js';
import { Panel } from '../ui/panel.js';
import { PlainTable } from '../ui/plain-table.js';
import { StateMark } from '../ui/state-mark.js';
import { AttemptOutcome } from './attempt-outcome.js';

/** Every attempt at every fold: where, how long, how it ended; and what may be done with each run. */
export function AttemptsPanel({
  sweep,
  trial,
}: {
  readonly sweep: ApiSweep;
  readonly trial: TrialReply;
}): ReactNode {
  const { runs } = trial;
  const steered = runs.some(({ state }) => state !== 'complete' && state !== 'pruned');
  const control = ({ fold, state }: TrialReply['runs'][number]): ReactNode =>
    steered && (
      <td className="run-control">
        <ChangeButtons sweep={sweep} runs={{ trial: trial.id, fold }} states={[state]} />
      </td>
    );
  return (
    <Panel title="Runs and attempts">
      <PlainTable label="Runs and attempts">
        <thead>
          <tr>
            <th scope="col">fold</th>
            <th scope="col">run</th>
            {steered && <th scope="col">control</th>}
            <th scope="col">attempt</th>
            <th scope="col">engine, device</th>
            <th scope="col">began</th>
            <th scope="col" className="number">
              time
            </th>
            <th scope="col" className="number">
              from step
            </th>
            <th scope="col">outcome</th>
          </tr>
        </thead>
        <tbody>
          {runs.flatMap((run) =>
            run.attempts.length === 0
              ? [
                  <tr key={run.id}>
                    <td>{run.fold}</td>
                    <td>
                      <StateMark state={shownState(run.state, sweep.live)} />
                    </td>
                    {control(run)}
                    <td colSpan={6} className="quiet">
                      not begun
                    </td>
                  </tr>,
                ]
              : run.attempts.map((attempt, index) => (
                  <tr key={`${run.id}/${attempt.attempt}`}>
                    <td>{index === 0 ? run.fold : ''}</td>
                    <td>{index === 0 && <StateMark state={shownState(run.state, sweep.live)} />}</td>
                    {index === 0 ? control(run) : steered && <td />}
                    <td>{attempt.attempt}</td>
                    <td title={attempt.numericsClass ?? undefined}>
                      {attempt.engine ?? 'not started'}, {attempt.device}
                      {attempt.parts > 1 ? (
                        <div className="quiet">each batch in {attempt.parts} pieces, for want of memory</div>
                      ) : (
                        attempt.numericsChanged && <div className="quiet">other numerics class</div>
                      )}
                    </td>
                    <td>{formatTime(attempt.claimed)}</td>
                    <td className="number">
                      {attempt.ended === null ? '–' : formatSeconds((attempt.ended - attempt.claimed) / 1000)}
                    </td>
                    <td className="number">{attempt.resumedFromStep ?? '–'}</td>
                    <td>
                      <AttemptOutcome attempt={attempt} step={run.result?.step ?? null} live={sweep.live} />
                    </td>
                  </tr>
                )),
          )}
        </tbody>
      </PlainTable>
    </Panel>
  );
}
