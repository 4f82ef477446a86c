import type { LeaderboardReply, LeaderboardTrial } from '@frostline/protocol';
import { useMemo, type ReactNode } from 'react';
import { EChart } from '../charts/e-chart.js';
import { useColors } from '../charts/use-colors.js';
import { parallelData } from '../model/parallel.js';
import { formatCount } from '../model/numbers.js';
import { Panel } from '../ui/panel.js';
import { StateBox } from '../ui/state-box.js';
import { useView } from '../url/use-view.js';
import { parallelOption } from './parallel-option.js';

/** Parallel coordinates: each trial a line through its settings down to its score. */
export function ParallelPanel({
  board,
  shown,
}: {
  readonly board: LeaderboardReply;
  readonly shown: readonly LeaderboardTrial[];
}): ReactNode {
  const { go } = useView();
  const colors = useColors();
  const data = useMemo(() => parallelData(shown, board.varying), [shown, board.varying]);
  const option = useMemo(() => parallelOption(data, board.sweep, colors), [data, board.sweep, colors]);
  return (
    <Panel
      title="Parallel coordinates"
      aside={
        data.lines.length < data.scored && (
          <span className="panel-remark">
            {formatCount(data.lines.length)} of {formatCount(data.scored)}, evenly by rank
          </span>
        )
      }
    >
      {data.lines.length === 0 ? (
        <StateBox title="No score yet" />
      ) : (
        <EChart
          option={option}
          height={(data.axes.length + 1) * 54 + 26}
          label={`Settings and score of ${data.lines.length} trials`}
          onPick={(trial) => {
            go({ page: 'trial', trial });
          }}
        />
      )}
    </Panel>
  );
}
