import type { CompareReply, LeaderboardTrial } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { formatCount } from '../model/numbers.js';
import { Panel } from '../ui/panel.js';
import { StateBox } from '../ui/state-box.js';
import { DisagreementFigure } from './disagreement-figure.js';

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
  const { images, disagreements } = comparison;
  return (
    <Panel
      title="Right in one, wrong in another"
      aside={
        <span className="panel-remark">
          {images.length < disagreements
            ? `the clearest ${images.length} of ${formatCount(disagreements)} images`
            : `${formatCount(disagreements)} images`}
        </span>
      }
    >
      {images.length === 0 ? (
        <StateBox title="They agree on every image" />
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
