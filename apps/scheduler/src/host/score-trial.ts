import { poolPredictions, readPredictions, scoreAll, type Competition } from '@frostline/data';
import { InputError } from '@frostline/base';

/**
 * Every metric on a trial's pooled out-of-fold predictions: each labelled image counts once, under the fold that did not
 * train on it. Images that could not be decoded are in no table and do not count.
 *
 * @param files the out-of-fold tables of all folds
 * @throws InputError `bad-predictions` when a table does not fit the competition
 */
export function scorePooled(
  { classes, train }: Pick<Competition, 'classes' | 'train'>,
  files: readonly string[],
): Record<string, number> {
  const pooled = poolPredictions(files.map(readPredictions));
  if (pooled.classes.join('\n') !== classes.join('\n'))
    throw new InputError('bad-predictions', 'the predictions have other classes than the competition', {
      found: pooled.classes,
      allowed: classes,
    });
  const labelOf = new Map(train.map(({ id, label }) => [id, label]));
  const labels = Int32Array.from(pooled.ids, (id) => {
    const label = labelOf.get(id);
    if (label !== undefined) return label;
    throw new InputError('bad-predictions', 'the predictions name an image that the competition lacks', {
      found: id,
    });
  });
  return scoreAll({ probabilities: pooled.probabilities, labels, classes: classes.length });
}
