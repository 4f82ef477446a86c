import type { FoldBand, FoldPoint } from './fold-band.js';

/** A column of a chart: null where there is a value that cannot be drawn, undefined where there is none to draw. */
export type Column = readonly (number | null | undefined)[];

/** Bands on one common axis, as a chart wants them. */
export interface AlignedBands {
  readonly xs: readonly number[];
  readonly bands: readonly {
    readonly mean: Column;
    /** Mean − and + one standard deviation over the folds. */
    readonly low: Column;
    readonly high: Column;
    readonly folds: readonly { readonly fold: number; readonly values: Column }[];
  }[];
}

/**
 * Bands on one common axis. Of single folds there is what the mean leaves untold: a fold from the last epoch that all
 * have reached on; a trial without a mean, or whose folds are asked for, has them whole.
 */
export function alignBands(
  bands: readonly FoldBand[],
  axis: 'step' | 'epoch',
  { allFolds = false }: { readonly allFolds?: boolean } = {},
): AlignedBands {
  const drawn = bands.map(({ epochs, folds }) => ({
    epochs,
    folds: folds.flatMap(({ fold, points }) => {
      const left = allFolds ? points : beyondMean(points, epochs);
      return left.length === 0 ? [] : [{ fold, points: left }];
    }),
  }));
  const all = drawn.flatMap(({ epochs, folds }) => [...epochs, ...folds.flatMap(({ points }) => points)]);
  const xs = [...new Set(all.map((point) => point[axis]))].sort((a, b) => a - b);
  const at = new Map(xs.map((x, index) => [x, index]));
  const align = <Point extends { readonly step: number; readonly epoch: number }>(
    points: readonly Point[],
    value: (point: Point) => number | null,
  ): Column => {
    const column = Array<number | null | undefined>(xs.length).fill(undefined);
    for (const point of points) column[at.get(point[axis]) ?? 0] = value(point);
    return column;
  };
  return {
    xs,
    bands: drawn.map(({ epochs, folds }) => ({
      mean: align(epochs, ({ mean }) => mean),
      low: align(epochs, ({ mean, sd }) => (mean === null || sd === null ? null : mean - sd)),
      high: align(epochs, ({ mean, sd }) => (mean === null || sd === null ? null : mean + sd)),
      folds: folds.map(({ fold, points }) => ({ fold, values: align(points, ({ value }) => value) })),
    })),
  };
}

/** A fold's points from the last that went into a mean on, where there are further ones. */
function beyondMean(points: readonly FoldPoint[], epochs: FoldBand['epochs']): readonly FoldPoint[] {
  const last = epochs.findLast(({ mean }) => mean !== null)?.epoch ?? 0;
  return points.some(({ epoch }) => epoch > last) ? points.filter(({ epoch }) => epoch >= last) : [];
}

/** Whether anything of each band can be drawn, in their order. */
export function drawable({ bands }: AlignedBands): boolean[] {
  const isNumber = (value: number | null | undefined): boolean => typeof value === 'number';
  return bands.map(
    ({ mean, folds }) => mean.some(isNumber) || folds.some(({ values }) => values.some(isNumber)),
  );
}
