import type { LeaderboardReply } from '@frostline/protocol';
import { useQuery } from '@tanstack/react-query';
import { useMemo, type ComponentProps, type ReactNode } from 'react';
import { useApi } from '../client/api-context.js';
import { queries } from '../client/queries.js';
import { chosenMetric, curveMetrics } from '../model/fold-band.js';
import { distinctNames } from '../model/legend-names.js';
import { Panel } from '../ui/panel.js';
import { QueryView } from '../ui/query-view.js';
import { useView } from '../url/use-view.js';
import { CurveChart } from './curve-chart.js';
import { CurveToggles } from './curve-toggles.js';
import { MetricChoice } from './metric-choice.js';

/** Learning curves of some trials over one another, as a part of a view: mean and one standard deviation over folds. */
export function CurvesPanel({
  title,
  board,
  trials,
  height,
}: {
  readonly title: string;
  readonly board: LeaderboardReply;
  readonly trials: ComponentProps<typeof CurveChart>['trials'];
  /** Of the chart, pixels. */
  readonly height: number;
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
  const names = useMemo(() => distinctNames(trials, board.common), [trials, board.common]);
  const metrics = curveMetrics(query.data?.curves ?? []);
  const metric = chosenMetric(metrics, view.metric, board.sweep.metric);
  return (
    <Panel
      title={title}
      aside={
        metrics.length > 0 && (
          <>
            <MetricChoice metrics={metrics} metric={metric} />
            <CurveToggles />
          </>
        )
      }
    >
      {/* The caption and the values below the chart have their place before they come. */}
      <div style={{ minHeight: height + 84 + 23 * Math.min(10, trials.length) }}>
        <QueryView query={query} lines={9}>
          {({ curves }) => (
            <CurveChart
              curves={curves}
              trials={trials}
              names={names}
              metric={metric}
              axis="epoch"
              height={height}
            />
          )}
        </QueryView>
      </div>
    </Panel>
  );
}
