import type { ApiCurve, LeaderboardTrial } from '@frostline/protocol';
import { useMemo, useState, type ReactNode } from 'react';
import { UPlotChart } from '../charts/u-plot.js';
import { useColors } from '../charts/use-colors.js';
import { alignBands, drawable } from '../model/align-bands.js';
import { foldBands } from '../model/fold-band.js';
import { formatScore } from '../model/numbers.js';
import { readOut, readOutText } from '../model/read-out.js';
import { trialLabel } from '../model/trials.js';
import { StateBox } from '../ui/state-box.js';
import { useView } from '../url/use-view.js';
import './curve-chart.css';
import { CurveCaption } from './curve-caption.js';
import { curveData, curveOptions } from './curve-options.js';
import { ReadOutTable } from './read-out-table.js';

/**
 * One metric's curves: the mean over all folds, one standard deviation around it, folds that are ahead of others; and
 * the values where the cursor is, or at the end.
 */
export function CurveChart({
  curves,
  trials,
  names,
  metric,
  axis,
  height,
}: {
  readonly curves: readonly ApiCurve[];
  readonly trials: readonly Pick<LeaderboardTrial, 'id' | 'settings' | 'runs'>[];
  /** What tells the trials apart; their labels where nothing is said. */
  readonly names?: readonly string[];
  readonly metric: string;
  readonly axis: 'step' | 'epoch';
  /** Pixels. */
  readonly height: number;
}): ReactNode {
  const { view } = useView();
  const { scale, foldLines } = view;
  const colors = useColors();
  const [at, setAt] = useState<number | null>(null);
  const bands = useMemo(() => foldBands(curves, trials, metric), [curves, trials, metric]);
  const aligned = useMemo(() => alignBands(bands, axis, { allFolds: foldLines }), [bands, axis, foldLines]);
  const labels = useMemo(() => names ?? trials.map(trialLabel), [names, trials]);
  // As text, so that the chart is made anew where there are other lines, and not with each new value.
  const foldCounts = aligned.bands.map(({ folds }) => folds.length).join();
  const options = useMemo(
    () => curveOptions(labels, foldCounts.split(',').map(Number), { axis, scale }, colors),
    [labels, foldCounts, axis, scale, colors],
  );
  const data = useMemo(() => curveData(aligned, scale), [aligned, scale]);
  const words = metric.replaceAll('_', ' ');
  if (aligned.xs.length === 0)
    return (
      <div style={{ height }}>
        <StateBox title={`No ${words} reported yet`} />
      </div>
    );
  if (!drawable(aligned).includes(true))
    return (
      <div style={{ height }}>
        <StateBox title={`Every ${words} is NaN or infinite`}>
          <p>The training has diverged: there is no number to draw. A lower learning rate may help.</p>
        </StateBox>
      </div>
    );
  const x = aligned.xs[Math.min(at ?? Infinity, aligned.xs.length - 1)] ?? 0;
  const values = bands.map((band) => readOut(band, axis, x));
  const place = `${axis} ${formatStep(x)}`;
  return (
    <>
      <UPlotChart
        options={options}
        data={data}
        height={height}
        label={`${words} of ${trials.map(trialLabel).join(', ')} by ${axis}`}
        at={at}
        said={[place, ...values.map((value, index) => `${labels[index] ?? ''} ${readOutText(value)}`)].join(
          '; ',
        )}
        onCursor={setAt}
      />
      <CurveCaption aligned={aligned} labels={labels} axis={axis} />
      <ReadOutTable
        place={at === null ? `at the end, ${place}` : `at ${place}`}
        names={labels}
        values={values}
      />
    </>
  );
}

/** Means may stand between steps. */
function formatStep(step: number): string {
  return Number.isInteger(step) ? String(step) : formatScore(Number(step.toFixed(1))).replace(/0+$/, '');
}
