import type { ReactNode } from 'react';
import { formatCount } from '../model/numbers.js';

/** On how many images numbers rest; marked where folds are still open, since other trials' then rest on more. */
export function FoldsDone({
  images,
  complete,
  folds,
}: {
  readonly images: number;
  readonly complete: number;
  readonly folds: number;
}): ReactNode {
  return (
    <span className="folds-done">
      {formatCount(images)} {images === 1 ? 'image' : 'images'}
      {complete < folds && (
        <strong>
          {' '}
          incomplete: {complete} of {folds} folds
        </strong>
      )}
    </span>
  );
}
