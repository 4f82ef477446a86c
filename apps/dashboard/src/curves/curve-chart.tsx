import type { ApiCurve, LeaderboardTrial } from '@frostline/protocol';
import { useMemo, type ReactNode } from 'react';
import { UPlotChart } from '../charts/u-plot.js';
import { useColors } from '../charts/use-colors.js';
import { alignBands } from '../model/align-bands.js';
import { foldBands } from '../model/fold-band.js';
import { trialLabel } from '../model/trials.js';
import { StateBox } from '../ui/state-box.js';
import './curve-chart.css';
import { CurveCaption } from './curve-caption.js';
import { curveData, curveOptions } from './curve-options.js';

/** One metric's curves: the mean over all folds, one standard deviation around it, and folds that are ahead of others. */
export function CurveChart({
  curves,
  trials,
  metric,
  axis,
  height,
}: {
  readonly curves: readonly ApiCurve[];
  readonly trials: readonly Pick<LeaderboardTrial, 'id' | 'settings' | 'runs'>[];
  readonly metric: string;
  readonly axis: 'step' | 'epoch';
  /** Pixels. */
  readonly height: number;
}): ReactNode {
  const colors = useColors();
  const aligned = useMemo(
    () => alignBands(foldBands(curves, trials, metric), axis),
    [curves, trials, metric, axis],
  );
  const options = useMemo(
    () => curveOptions(trials.map(trialLabel), aligned, axis, colors),
    [trials, aligned, axis, colors],
  );
  const data = useMemo(() => curveData(aligned), [aligned]);
  if (aligned.xs.length === 0)
    return (
      <div style={{ height }}>
        <StateBox title={`No ${metric.replaceAll('_', ' ')} reported yet`} />
      </div>
    );
  return (
    <>
      <UPlotChart
        options={options}
        data={data}
        height={height}
        label={`${metric.replaceAll('_', ' ')} of ${trials.map(trialLabel).join(', ')} by ${axis}`}
      />
      <CurveCaption aligned={aligned} axis={axis} />
    </>
  );
}
