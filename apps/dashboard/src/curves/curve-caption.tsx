import type { ReactNode } from 'react';
import { drawable, type AlignedBands } from '../model/align-bands.js';

/** What the lines of a chart of curves are, as far as it has such lines. */
export function CurveCaption({
  aligned,
  labels,
  axis,
}: {
  readonly aligned: AlignedBands;
  /** Of the trials, in their order. */
  readonly labels: readonly string[];
  readonly axis: 'step' | 'epoch';
}): ReactNode {
  const { bands } = aligned;
  const hasMean = bands.some(({ mean }) => mean.some(isNumber));
  const hasFolds = bands.some(({ folds }) => folds.some(({ values }) => values.some(isNumber)));
  const missing = drawable(aligned).flatMap((drawn, index) => (drawn ? [] : (labels[index] ?? [])));
  const parts = [
    ...(hasMean ? ['Line: mean over all folds at the end of an epoch; band: one standard deviation.'] : []),
    ...(hasMean && axis === 'step' ? ["A mean stands at the mean of its folds' steps."] : []),
    ...(hasFolds ? ['Thin, dashed: single folds, at least where not all have got so far.'] : []),
    ...(missing.length > 0 ? [`Not drawn, without a finite value: ${missing.join(', ')}.`] : []),
  ];
  return <p className="curve-caption">{parts.join(' ')}</p>;
}

function isNumber(value: number | null | undefined): boolean {
  return typeof value === 'number';
}
