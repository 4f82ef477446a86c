import type { TrialSettings } from '@frostline/protocol';

/**
 * Weight of each class by its share of the labels. `balanced` is scikit-learn's `compute_class_weight("balanced")`,
 * n / (classes that occur · count), `sqrt` the root of it; a class without labels weighs nothing.
 *
 * @param labels class indices
 */
export function classWeights(
  scheme: TrialSettings['class_weights'],
  labels: ArrayLike<number>,
  classes: number,
): Float32Array {
  if (scheme === 'none') return new Float32Array(classes).fill(1);
  const counts = new Float64Array(classes);
  for (const label of Array.from(labels)) counts[label] = (counts[label] ?? 0) + 1;
  const present = counts.filter((count) => count > 0).length;
  return Float32Array.from(counts, (count) => {
    if (count === 0) return 0;
    const balanced = labels.length / (present * count);
    return scheme === 'sqrt' ? Math.sqrt(balanced) : balanced;
  });
}
