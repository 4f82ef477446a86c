import type { LeaderboardReply, TrialReply } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { settingLabel, settingText } from '../model/settings.js';
import { FreezeName } from '../ui/freeze-name.js';
import { Panel } from '../ui/panel.js';

/** All settings; the ones that vary in the sweep first and stronger. */
export function SettingsPanel({
  board,
  trial,
}: {
  readonly board: LeaderboardReply;
  readonly trial: TrialReply;
}): ReactNode {
  const { varying } = board;
  const names = [...varying, ...Object.keys(trial.settings).filter((name) => !varying.includes(name))];
  return (
    <Panel title="Settings" aside={<span className="panel-remark">strong: vary in this sweep</span>}>
      <dl className="settings-list">
        {names.map((name) => (
          <div key={name} data-varies={varying.includes(name) ? '' : undefined}>
            <dt>{settingLabel(name)}</dt>
            <dd>
              {name === 'freeze' ? (
                <FreezeName freeze={settingText(trial.settings[name])} />
              ) : (
                settingText(trial.settings[name])
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
