import { MOST_CURVES } from '@frostline/protocol';
import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { useApi } from '../client/api-context.js';
import { queries } from '../client/queries.js';
import { chosenMetric, curveMetrics } from '../model/fold-band.js';
import { distinctNames } from '../model/legend-names.js';
import { findPicks } from '../model/trials.js';
import type { SweepViewProps } from '../shell/sweep-view-props.js';
import { PageLink } from '../ui/page-link.js';
import { Panel } from '../ui/panel.js';
import { PickRemark } from '../ui/pick-remark.js';
import { QueryView } from '../ui/query-view.js';
import { Segmented } from '../ui/segmented.js';
import { StateBox } from '../ui/state-box.js';
import { useView } from '../url/use-view.js';
import { CurveChart } from './curve-chart.js';
import { CurveToggles } from './curve-toggles.js';
import { MetricChoice } from './metric-choice.js';
import { TrialLegend } from './trial-legend.js';

const axes = [
  { value: 'epoch', label: 'Epoch' },
  { value: 'step', label: 'Step' },
] as const;

/** Without a pick, the best of the leaderboard are drawn. */
const unpicked = 5;

/** Learning curves of the picked trials. */
export function CurvesView({ board }: SweepViewProps): ReactNode {
  const api = useApi();
  const { view, go } = useView();
  const picks = useMemo(() => findPicks(board.trials, view.picked), [board.trials, view.picked]);
  const isPicked = picks.trials.length > 0;
  const trials = useMemo(
    () =>
      isPicked
        ? picks.trials.slice(0, MOST_CURVES)
        : board.trials.filter(({ rank }) => rank !== null).slice(0, unpicked),
    [isPicked, picks, board.trials],
  );
  const names = useMemo(() => distinctNames(trials, board.common), [trials, board.common]);
  const query = useQuery(
    queries.curves(
      api,
      board.sweep.id,
      trials.map(({ id }) => id),
    ),
  );
  return (
    <div className="view">
      <div className="view-title">
        <h2>Learning curves</h2>
        <p className="quiet">
          {isPicked ? 'of the picked trials' : `of the best ${trials.length}; pick others in the leaderboard`}
        </p>
        <PickRemark picks={picks} most={MOST_CURVES} />
      </div>
      {trials.length === 0 ? (
        <Panel title="Nothing to draw yet">
          <StateBox title="No trial has a score">
            <p>Pick trials in the leaderboard to see their curves while they train.</p>
            <PageLink to={{ page: 'leaderboard' }} className="button">
              Leaderboard
            </PageLink>
          </StateBox>
        </Panel>
      ) : (
        <QueryView query={query} lines={12}>
          {({ curves }) => {
            const metrics = curveMetrics(curves);
            const metric = chosenMetric(metrics, view.metric, board.sweep.metric);
            return (
              <Panel
                title={metric.replaceAll('_', ' ')}
                aside={
                  <>
                    <MetricChoice metrics={metrics} metric={metric} />
                    <CurveToggles />
                    <Segmented
                      label="Horizontal axis"
                      options={axes}
                      value={view.axis}
                      onChange={(axis) => {
                        go({ axis }, { replace: true });
                      }}
                    />
                  </>
                }
              >
                <CurveChart
                  curves={curves}
                  trials={trials}
                  names={names}
                  metric={metric}
                  axis={view.axis}
                  height={420}
                />
                <TrialLegend board={board} trials={trials} />
              </Panel>
            );
          }}
        </QueryView>
      )}
    </div>
  );
}
