import { InputError } from '@frostline/base';
import type { FoldErrorDetails } from './fold-kind.js';

/**
 * A class with fewer samples than folds is absent from some folds, where scikit-learn warns; as there, it is an error only
 * when that holds for every class.
 *
 * @throws InputError `bad-folds`
 */
export function checkLargestClass(
  labels: ArrayLike<number>,
  count: number,
  { classes, place = 'folds.count' }: FoldErrorDetails,
): void {
  const sizes = new Map<number, number>();
  for (const label of Array.from(labels)) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const [largest = 0, size = 0] = [...sizes].sort(([, a], [, b]) => b - a)[0] ?? [];
  if (count <= size) return;
  const example = `class ${classes?.[largest] ?? largest}, the largest, has ${size}`;
  throw new InputError('bad-folds', `no class has as many samples as there are folds: ${example}`, {
    place,
    found: count,
    allowed: `2..${size}`,
  });
}
