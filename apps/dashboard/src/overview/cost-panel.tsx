import type { LeaderboardReply, LeaderboardTrial } from '@frostline/protocol';
import { useMemo, type ReactNode } from 'react';
import { EChart } from '../charts/e-chart.js';
import { useColors } from '../charts/use-colors.js';
import { byDepth } from '../model/freeze-depth.js';
import { settingText } from '../model/settings.js';
import { FreezeName } from '../ui/freeze-name.js';
import { Panel } from '../ui/panel.js';
import { useView } from '../url/use-view.js';
import { costOption } from './cost-option.js';

/** Score against training time: what a better score costs. */
export function CostPanel({
  board,
  shown,
}: {
  readonly board: LeaderboardReply;
  readonly shown: readonly LeaderboardTrial[];
}): ReactNode {
  const { go } = useView();
  const colors = useColors();
  const freezes = useMemo(
    () => byDepth([...new Set(board.trials.map((trial) => settingText(trial.settings['freeze'])))]),
    [board.trials],
  );
  const option = useMemo(
    () => costOption(shown, freezes, board.sweep.goal, colors),
    [shown, freezes, board.sweep.goal, colors],
  );
  return (
    <Panel
      title="Score against time"
      aside={<span className="panel-remark">line: none is faster and better</span>}
    >
      <EChart
        className="cost-chart"
        option={option}
        label={`Score against training time of ${shown.length} trials`}
        onPick={(trial) => {
          go({ page: 'trial', trial });
        }}
      />
      {freezes.length < 12 && (
        <p className="chart-legend">
          {freezes.map((freeze) => (
            <FreezeName key={freeze} freeze={freeze} />
          ))}
        </p>
      )}
    </Panel>
  );
}
