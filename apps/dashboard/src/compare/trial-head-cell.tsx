import type { LeaderboardTrial } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { shortId, trialLabel } from '../model/trials.js';
import { trialColors } from '../ui/colors.js';
import { FoldsDone } from '../ui/folds-done.js';

/** The head of a compared trial's column, marked with its colour. */
export function TrialHeadCell({
  trial,
  index,
  images,
}: {
  readonly trial: LeaderboardTrial;
  readonly index: number;
  /** The images that the numbers below rest on, where they do on images. */
  readonly images?: number;
}): ReactNode {
  return (
    <th scope="col" className="trial-column" title={trialLabel(trial)}>
      <i style={{ background: `var(--trial-${index % trialColors})` }} />
      <span className="mono">{shortId(trial.id)}</span>
      {images !== undefined && (
        <div>
          <FoldsDone images={images} complete={trial.runsComplete} folds={trial.runs} />
        </div>
      )}
    </th>
  );
}
