import type { TrialReply } from '@frostline/protocol';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useApi } from '../client/api-context.js';
import { queries } from '../client/queries.js';
import { Panel } from '../ui/panel.js';
import { StateBox } from '../ui/state-box.js';
import { useView } from '../url/use-view.js';
import { LogLines } from './log-lines.js';

/** The end of an attempt's log; the newest attempt of the first fold unless another is chosen. */
export function LogPanel({
  sweep,
  trial,
}: {
  readonly sweep: string;
  readonly trial: TrialReply;
}): ReactNode {
  const attempts = trial.runs.flatMap((run) =>
    run.attempts.map(({ attempt }) => ({ fold: run.fold, attempt, value: `${run.fold}/${attempt}` })),
  );
  const { view, go } = useView();
  const newest = attempts.filter(({ fold }) => fold === attempts[0]?.fold).at(-1);
  const shown =
    attempts.find(({ fold, attempt }) => fold === view.log?.fold && attempt === view.log.attempt) ?? newest;
  return (
    <Panel
      title="Log"
      aside={
        shown && (
          <select
            className="field"
            aria-label="Fold and attempt"
            value={shown.value}
            onChange={(event) => {
              const chosen = attempts.find(({ value }) => value === event.target.value);
              if (chosen) go({ log: { fold: chosen.fold, attempt: chosen.attempt } }, { replace: true });
            }}
          >
            {attempts.map(({ fold, attempt, value }) => (
              <option key={value} value={value}>
                fold {fold}, attempt {attempt}
              </option>
            ))}
          </select>
        )
      }
    >
      {shown ? (
        <AttemptLog sweep={sweep} trial={trial.id} fold={shown.fold} attempt={shown.attempt} />
      ) : (
        <StateBox title="No attempt has begun" />
      )}
    </Panel>
  );
}

function AttemptLog(of: {
  readonly sweep: string;
  readonly trial: string;
  readonly fold: number;
  readonly attempt: number;
}): ReactNode {
  const api = useApi();
  const query = useQuery(queries.log(api, of.sweep, of.trial, of.fold, of.attempt));
  return <LogLines query={query} />;
}
