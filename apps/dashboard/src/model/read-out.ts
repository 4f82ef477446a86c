import type { FoldBand } from './fold-band.js';
import { formatScore, formatSpread } from './numbers.js';

/** What a trial's curves say at the end of one of its epochs. */
export interface ReadOut {
  readonly epoch: number;
  /** Over all folds; null where not all have got so far, or some value is not finite. */
  readonly mean: number | null;
  readonly sd: number | null;
  /** Of the folds that have got so far; null where a value is not finite. */
  readonly folds: readonly { readonly fold: number; readonly value: number | null }[];
}

/** What a band says at a place of the axis: at that epoch, or over steps at the last epoch that ended before; null where nothing. */
export function readOut({ epochs, folds }: FoldBand, axis: 'step' | 'epoch', x: number): ReadOut | null {
  const points = [...epochs, ...folds.flatMap((fold) => fold.points)];
  const reached = points.filter((point) => (axis === 'epoch' ? point.epoch === x : point.step <= x));
  if (reached.length === 0) return null;
  const epoch = Math.max(...reached.map((point) => point.epoch));
  const at = epochs.find((point) => point.epoch === epoch);
  return {
    epoch,
    mean: at?.mean ?? null,
    sd: at?.sd ?? null,
    folds: folds.flatMap(({ fold, points: own }) => {
      const point = own.find((each) => each.epoch === epoch);
      return point === undefined ? [] : [{ fold, value: point.value }];
    }),
  };
}

/** A read-out in words: `0.5123 ± 0.0123 (folds 0.5000, 0.5246)`. */
export function readOutText(read: ReadOut | null): string {
  if (read === null) return 'nothing';
  const { mean, sd, folds } = read;
  const values = folds.map(({ value }) => (value === null ? 'not finite' : formatScore(value))).join(', ');
  const spread = formatSpread(mean, sd);
  return mean === null
    ? `no mean (folds ${values})`
    : `${formatScore(mean)}${folds.length > 1 && spread !== null ? ` ${spread} (folds ${values})` : ''}`;
}
