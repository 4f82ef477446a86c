import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { useApi } from '../client/api-context.js';
import { queries } from '../client/queries.js';
import type { SweepViewProps } from '../shell/sweep-view-props.js';
import { PageLink } from '../ui/page-link.js';
import { Panel } from '../ui/panel.js';
import { QueryView } from '../ui/query-view.js';
import { StateBox } from '../ui/state-box.js';
import { useView } from '../url/use-view.js';
import { AttemptsPanel } from './attempts-panel.js';
import { ClassPanel } from './class-panel.js';
import { ConfusionPanel } from './confusion-panel.js';
import { LogPanel } from './log-panel.js';
import { MistakesPanel } from './mistakes-panel.js';
import { NotesPanel } from './notes-panel.js';
import { QuarantinePanel } from './quarantine-panel.js';
import { SettingsPanel } from './settings-panel.js';
import { TrialCurves } from './trial-curves.js';
import { TrialHead } from './trial-head.js';
import './trial-view.css';

/** Everything about one trial. */
export function TrialView({ board }: SweepViewProps): ReactNode {
  const { view } = useView();
  // Links may carry the beginning of an id, as the command prints it.
  const trial = useMemo(
    () => (view.trial === null ? undefined : board.trials.find(({ id }) => id.startsWith(view.trial ?? ''))),
    [board.trials, view.trial],
  );
  if (trial === undefined)
    return (
      <StateBox title="No such trial in this sweep">
        <PageLink to={{ page: 'leaderboard', trial: null }} className="button">
          Leaderboard
        </PageLink>
      </StateBox>
    );
  return <OneTrial key={trial.id} board={board} trial={trial.id} />;
}

function OneTrial({ board, trial }: Pick<SweepViewProps, 'board'> & { readonly trial: string }): ReactNode {
  const api = useApi();
  const sweep = board.sweep.id;
  const query = useQuery(queries.trial(api, sweep, trial));
  return (
    <div className="view">
      <QueryView query={query} lines={14}>
        {(data) => (
          <>
            <TrialHead board={board} trial={data} />
            <div className="trial-columns">
              <div className="trial-side">
                <NotesPanel sweep={sweep} trial={data} />
                <SettingsPanel board={board} trial={data} />
              </div>
              <div className="trial-main">
                <TrialCurves board={board} trial={data} />
                {data.report ? (
                  <div className="trial-pair">
                    <ConfusionPanel report={data.report} runs={data.runs} />
                    <ClassPanel report={data.report} />
                  </div>
                ) : (
                  <Panel title="Confusion matrix">
                    {data.reportProblem === null ? (
                      <StateBox title="No fold is complete yet">
                        <p>Predictions on a fold&apos;s validation images come when its run ends.</p>
                      </StateBox>
                    ) : (
                      <StateBox title="This could not be read" alert>
                        <p>{data.reportProblem}</p>
                      </StateBox>
                    )}
                  </Panel>
                )}
                {data.report && <MistakesPanel sweep={sweep} trial={trial} />}
                {data.quarantined.length > 0 && <QuarantinePanel images={data.quarantined} />}
                <AttemptsPanel sweep={board.sweep} trial={data} />
                <LogPanel sweep={sweep} trial={data} />
              </div>
            </div>
          </>
        )}
      </QueryView>
    </div>
  );
}
