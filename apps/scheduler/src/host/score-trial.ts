import { poolPredictions, readPredictions, scoreAll, type Competition, type Metric } from '@frostline/data';
import { labelPredictions } from '../replies/labelled-predictions.js';

/**
 * Every metric on a trial's pooled out-of-fold predictions: each labelled image counts once, under the fold that did not
 * train on it. Images that could not be decoded are in no table and do not count.
 *
 * @param files the out-of-fold tables of all folds
 * @param own metrics besides those that there are
 * @throws InputError `bad-predictions` when a table does not fit the competition
 */
export function scorePooled(
  competition: Pick<Competition, 'classes' | 'train'>,
  files: readonly string[],
  own: readonly Metric[] = [],
): Record<string, number> {
  const labelled = labelPredictions(competition, poolPredictions(files.map(readPredictions)));
  return scoreAll({ ...labelled, classes: labelled.classes.length }, own);
}
