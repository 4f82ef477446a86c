import type { LeaderboardTrial } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { shortId, trialLabel } from '../model/trials.js';
import { trialColors } from '../ui/colors.js';

/** The head of a compared trial's column, marked with its colour. */
export function TrialHeadCell({
  trial,
  index,
}: {
  readonly trial: LeaderboardTrial;
  readonly index: number;
}): ReactNode {
  return (
    <th scope="col" className="trial-column" title={trialLabel(trial)}>
      <i style={{ background: `var(--trial-${index % trialColors})` }} />
      <span className="mono">{shortId(trial.id)}</span>
    </th>
  );
}
