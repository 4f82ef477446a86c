import type { CompareReply, LeaderboardTrial } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { formatDifference, formatScore, finite } from '../model/numbers.js';
import { settingLabel, settingText } from '../model/settings.js';
import { FreezeName } from '../ui/freeze-name.js';
import { Panel } from '../ui/panel.js';
import { PlainTable } from '../ui/plain-table.js';
import { TrialHeadCell } from './trial-head-cell.js';

/** The settings in which the trials differ, above what came of it. */
export function SettingDifferencePanel({
  comparison,
  trials,
}: {
  readonly comparison: CompareReply;
  readonly trials: readonly LeaderboardTrial[];
}): ReactNode {
  const first = finite(comparison.trials[0]?.score);
  return (
    <Panel title="Settings that differ">
      <PlainTable label="Settings that differ">
        <thead>
          <tr>
            <th scope="col">setting</th>
            {trials.map((trial, index) => (
              <TrialHeadCell key={trial.id} trial={trial} index={index} />
            ))}
          </tr>
        </thead>
        <tbody>
          {comparison.settings.map(({ setting, values }) => (
            <tr key={setting}>
              <th scope="row">{settingLabel(setting)}</th>
              {values.map((value, index) => (
                <td key={trials[index]?.id}>
                  {setting === 'freeze' ? <FreezeName freeze={settingText(value)} /> : settingText(value)}
                </td>
              ))}
            </tr>
          ))}
          <tr className="score-line">
            <th scope="row">score</th>
            {comparison.trials.map(({ id, score }, index) => {
              const value = finite(score);
              return (
                <td key={id}>
                  <strong>{formatScore(score)}</strong>
                  {index > 0 && value !== null && first !== null && (
                    <div className="quiet">{formatDifference(value - first)}</div>
                  )}
                </td>
              );
            })}
          </tr>
        </tbody>
      </PlainTable>
    </Panel>
  );
}
