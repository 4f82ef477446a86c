import type { Mistake } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { formatShare, toNumber } from '../model/numbers.js';
import { topClasses } from '../model/top-classes.js';
import { Bar } from '../ui/bar.js';
import { Picture } from '../ui/picture.js';

/** An image, what it is, what it was taken for, and how sure the trial was. */
export function MistakeFigure({
  sweep,
  classes,
  mistake,
}: {
  readonly sweep: string;
  readonly classes: readonly string[];
  readonly mistake: Mistake;
}): ReactNode {
  const { image, label, predicted } = mistake;
  const probabilities = mistake.probabilities.map((value) => toNumber(value) ?? NaN);
  return (
    <figure className="mistake">
      <Picture sweep={sweep} image={image} alt={`${label}, taken for ${predicted}`} />
      <figcaption className="verdict">
        <strong>{label}</strong>
        <br />
        <span className="quiet">taken for</span> {predicted}
        <br />
        <span className="mono quiet">{image}</span>
      </figcaption>
      <ol>
        {topClasses(classes, probabilities, label, 3).map(({ name, probability }) => (
          <li key={name}>
            <span title={name}>{name}</span>
            <Bar share={probability} wrong={name !== label} />
            <span className="number">{formatShare(probability)}</span>
          </li>
        ))}
      </ol>
    </figure>
  );
}
