import type { CompareReply, LeaderboardTrial } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { classDifferences } from '../model/class-differences.js';
import { formatDifference } from '../model/numbers.js';
import { Panel } from '../ui/panel.js';
import { PlainTable } from '../ui/plain-table.js';
import { StateBox } from '../ui/state-box.js';
import { DifferenceBar } from './difference-bar.js';
import { TrialHeadCell } from './trial-head-cell.js';
import { UnreadPredictions } from './unread-predictions.js';

/** F1 of each class, and how it differs from the first trial's; the largest difference first. */
export function ClassDifferencePanel({
  comparison,
  trials,
}: {
  readonly comparison: CompareReply;
  readonly trials: readonly LeaderboardTrial[];
}): ReactNode {
  const { rows, widest } = classDifferences(comparison.perClass);
  const readable = comparison.trials.every(({ reportProblem }) => reportProblem === null);
  return (
    <Panel title="F1 by class" aside={<span className="panel-remark">largest difference first</span>}>
      <UnreadPredictions trials={comparison.trials} />
      {rows.length === 0 ? (
        readable && <StateBox title="No predictions to compare yet" />
      ) : (
        <PlainTable label="F1 by class" className="class-difference">
          <thead>
            <tr>
              <th scope="col">class</th>
              {trials.map((trial, index) => (
                <TrialHeadCell
                  key={trial.id}
                  trial={trial}
                  index={index}
                  images={comparison.trials[index]?.imagesPredicted ?? 0}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, f1, differences }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {f1.map((value, index) => {
                  const difference = differences[index] ?? null;
                  return (
                    <td key={trials[index]?.id}>
                      {value === null ? <span className="quiet">–</span> : value.toFixed(3)}
                      {index > 0 && difference !== null && (
                        <span className="difference">
                          <DifferenceBar share={difference / widest} />
                          {formatDifference(Number(difference.toFixed(3))).replace(/0$/, '')}
                        </span>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </PlainTable>
      )}
    </Panel>
  );
}
