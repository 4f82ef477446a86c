import type { ReactNode } from 'react';
import type { AlignedBands } from '../model/align-bands.js';

/** What the lines of a chart of curves are, as far as it has such lines. */
export function CurveCaption({
  aligned,
  axis,
}: {
  readonly aligned: AlignedBands;
  readonly axis: 'step' | 'epoch';
}): ReactNode {
  const { bands } = aligned;
  const hasMean = bands.some(({ mean }) => mean.some((value) => typeof value === 'number'));
  const hasFolds = bands.some(({ folds }) => folds.length > 0);
  const parts = [
    ...(hasMean ? ['Line: mean over all folds at the end of an epoch; band: one standard deviation.'] : []),
    ...(hasMean && axis === 'step' ? ["A mean stands at the mean of its folds' steps."] : []),
    ...(hasFolds ? ['Thin, dashed: single folds, where not all have got so far.'] : []),
  ];
  return <p className="curve-caption">{parts.join(' ')}</p>;
}
