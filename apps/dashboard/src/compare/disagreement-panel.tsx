import type { CompareReply, LeaderboardTrial } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { formatCount } from '../model/numbers.js';
import { Panel } from '../ui/panel.js';
import { StateBox } from '../ui/state-box.js';
import { DisagreementFigure } from './disagreement-figure.js';
import { UnreadPredictions } from './unread-predictions.js';

/** The images that some of the trials get right and others wrong, the clearest first. */
export function DisagreementPanel({
  sweep,
  comparison,
  trials,
}: {
  readonly sweep: string;
  readonly comparison: CompareReply;
  readonly trials: readonly LeaderboardTrial[];
}): ReactNode {
  const { images, disagreements, imagesShared } = comparison;
  const readable = comparison.trials.every(({ reportProblem }) => reportProblem === null);
  return (
    <Panel
      title="Right in one, wrong in another"
      aside={
        readable && (
          <span className="panel-remark">
            {images.length < disagreements && `the clearest ${images.length} of `}
            {formatCount(disagreements)} among the {formatCount(imagesShared)} images that all have predicted
          </span>
        )
      }
    >
      <UnreadPredictions trials={comparison.trials} />
      {images.length === 0 ? (
        readable && (
          <StateBox
            title={imagesShared === 0 ? 'No image that all have predicted' : 'They agree on every image'}
          />
        )
      ) : (
        <ul className="mistakes">
          {images.map((image) => (
            <li key={image.image}>
              <DisagreementFigure sweep={sweep} image={image} trials={trials} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
