import type { LeaderboardReply, TrialReply } from '@frostline/protocol';
import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { useApi } from '../client/api-context.js';
import { queries } from '../client/queries.js';
import { CurveChart } from '../curves/curve-chart.js';
import { MetricChoice } from '../curves/metric-choice.js';
import { chosenMetric, curveMetrics } from '../model/fold-band.js';
import { Panel } from '../ui/panel.js';
import { QueryView } from '../ui/query-view.js';
import { useView } from '../url/use-view.js';

const height = 240;

/** The trial's learning curves: mean and one standard deviation over its folds. */
export function TrialCurves({
  board,
  trial,
}: {
  readonly board: LeaderboardReply;
  readonly trial: TrialReply;
}): ReactNode {
  const api = useApi();
  const { view } = useView();
  const query = useQuery(queries.curves(api, board.sweep.id, [trial.id]));
  const trials = useMemo(() => [{ id: trial.id, settings: trial.settings }], [trial.id, trial.settings]);
  const metrics = curveMetrics(query.data?.curves ?? []);
  const metric = chosenMetric(metrics, view.metric, board.sweep.metric);
  return (
    <Panel
      title="Learning curve"
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
