import type { ApiCurve, LeaderboardTrial } from '@frostline/protocol';
import { useMemo, type ReactNode } from 'react';
import { UPlotChart } from '../charts/u-plot.js';
import { useColors } from '../charts/use-colors.js';
import { alignBands, drawable } from '../model/align-bands.js';
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
  const labels = useMemo(() => trials.map(trialLabel), [trials]);
  const options = useMemo(() => curveOptions(labels, aligned, axis, colors), [labels, aligned, axis, colors]);
  const data = useMemo(() => curveData(aligned), [aligned]);
  if (aligned.xs.length === 0)
    return (
      <div style={{ height }}>
        <StateBox title={`No ${metric.replaceAll('_', ' ')} reported yet`} />
      </div>
    );
  if (!drawable(aligned).includes(true))
    return (
      <div style={{ height }}>
        <StateBox title={`Every ${metric.replaceAll('_', ' ')} is NaN or infinite`}>
          <p>The training has diverged: there is no number to draw. A lower learning rate may help.</p>
        </StateBox>
      </div>
    );
  return (
    <>
      <UPlotChart
        options={options}
        data={data}
        height={height}
        label={`${metric.replaceAll('_', ' ')} of ${labels.join(', ')} by ${axis}`}
      />
      <CurveCaption aligned={aligned} labels={labels} axis={axis} />
    </>
  );
}
