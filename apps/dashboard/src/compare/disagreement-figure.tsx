import type { CompareReply, LeaderboardTrial } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { formatShare, toNumber } from '../model/numbers.js';
import { shortId } from '../model/trials.js';
import { trialColors } from '../ui/colors.js';
import { Icon } from '../ui/icon.js';
import { Picture } from '../ui/picture.js';

/** An image, and what each trial took it for, with the probability that it gave to the label. */
export function DisagreementFigure({
  sweep,
  image,
  trials,
}: {
  readonly sweep: string;
  readonly image: CompareReply['images'][number];
  readonly trials: readonly LeaderboardTrial[];
}): ReactNode {
  return (
    <figure className="mistake">
      <Picture sweep={sweep} image={image.image} alt={image.label} />
      <figcaption className="verdict">
        <strong>{image.label}</strong>
        <br />
        <span className="mono quiet">{image.image}</span>
      </figcaption>
      <ol className="verdicts">
        {image.predictions.map(({ predicted, labelProbability, correct }, index) => (
          <li key={trials[index]?.id} data-correct={correct ? '' : undefined}>
            <i style={{ background: `var(--trial-${index % trialColors})` }} />
            <span className="visually-hidden">{shortId(trials[index]?.id ?? '')}</span>
            <span className="verdict-word">
              <Icon name={correct ? 'check' : 'close'} />
              <span className="visually-hidden">{correct ? 'right: ' : 'wrong: '}</span> {predicted}
            </span>
            <span className="number quiet" title="probability of the label">
              {formatShare(toNumber(labelProbability) ?? NaN)}
            </span>
          </li>
        ))}
      </ol>
    </figure>
  );
}
