import type { LeaderboardReply, LeaderboardTrial } from '@frostline/protocol';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useApi } from '../client/api-context.js';
import { queries } from '../client/queries.js';
import { CurveChart } from '../curves/curve-chart.js';
import { MetricChoice } from '../curves/metric-choice.js';
import { chosenMetric, curveMetrics } from '../model/fold-band.js';
import { Panel } from '../ui/panel.js';
import { QueryView } from '../ui/query-view.js';
import { useView } from '../url/use-view.js';

const height = 260;

/** The curves of the compared trials over one another. */
export function CompareCurves({
  board,
  trials,
}: {
  readonly board: LeaderboardReply;
  readonly trials: readonly LeaderboardTrial[];
}): ReactNode {
  const api = useApi();
  const { view } = useView();
  const query = useQuery(
    queries.curves(
      api,
      board.sweep.id,
      trials.map(({ id }) => id),
    ),
  );
  const metrics = curveMetrics(query.data?.curves ?? []);
  const metric = chosenMetric(metrics, view.metric, board.sweep.metric);
  return (
    <Panel
      title="Learning curves"
      aside={metrics.length > 0 && <MetricChoice metrics={metrics} metric={metric} />}
    >
      <div style={{ minHeight: height }}>
        <QueryView query={query} lines={9}>
          {({ curves }) => (
            <CurveChart curves={curves} trials={trials} metric={metric} axis="epoch" height={height} />
          )}
        </QueryView>
      </div>
    </Panel>
  );
}
