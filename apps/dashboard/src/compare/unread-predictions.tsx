import type { CompareReply } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { shortId } from '../model/trials.js';
import { StateBox } from '../ui/state-box.js';

/** Whose predictions cannot be read, and why; nothing where all can. */
export function UnreadPredictions({ trials }: Pick<CompareReply, 'trials'>): ReactNode {
  const unread = trials.filter(({ reportProblem }) => reportProblem !== null);
  if (unread.length === 0) return null;
  return (
    <StateBox title="This could not be read" alert>
      {unread.map(({ id, reportProblem }) => (
        <p key={id}>
          <span className="mono">{shortId(id)}</span> {reportProblem}
        </p>
      ))}
    </StateBox>
  );
}
