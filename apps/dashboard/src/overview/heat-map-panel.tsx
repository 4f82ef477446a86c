import type { LeaderboardReply } from '@frostline/protocol';
import { useMemo, type ReactNode } from 'react';
import { heatMap, heatRange } from '../model/heat-map.js';
import { formatScore } from '../model/numbers.js';
import { Panel } from '../ui/panel.js';
import { Segmented } from '../ui/segmented.js';
import { StateBox } from '../ui/state-box.js';
import { useView } from '../url/use-view.js';
import { HeatMapTable } from './heat-map-table.js';

const shows = [
  { value: 'best', label: 'Best' },
  { value: 'mean', label: 'Mean' },
] as const;

/** Backbone × freeze. It shows the whole sweep, whatever is filtered: it is where a filter is chosen. */
export function HeatMapPanel({ board }: { readonly board: LeaderboardReply }): ReactNode {
  const { view, go } = useView();
  const map = useMemo(() => heatMap(board.trials, board.sweep.goal, board.common), [board]);
  const range = heatRange(map, view.cell);
  return (
    <Panel
      title="Backbone × freeze"
      aside={
        <Segmented
          label="Score of a cell"
          options={shows}
          value={view.cell}
          onChange={(cell) => {
            go({ cell }, { replace: true });
          }}
        />
      }
    >
      {board.trials.length === 0 ? (
        <StateBox title="No trial yet" />
      ) : (
        <>
          <HeatMapTable map={map} show={view.cell} range={range} goal={board.sweep.goal} />
          <p className="heat-legend">
            {range === null ? (
              'no score yet'
            ) : (
              <>
                {formatScore(range[board.sweep.goal === 'maximize' ? 0 : 1])}
                <span className="heat-ramp" aria-hidden="true">
                  {[0, 1, 2, 3, 4, 5].map((step) => (
                    <span key={step} className={`growth-${step}`} />
                  ))}
                </span>
                {formatScore(range[board.sweep.goal === 'maximize' ? 1 : 0])}
              </>
            )}
            <span>· a click filters the table</span>
          </p>
        </>
      )}
    </Panel>
  );
}
