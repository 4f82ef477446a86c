import type { LeaderboardTrial } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { trialLabel } from '../model/trials.js';
import type { RowActions } from './use-row-actions.js';

/** Picks a trial to be drawn or compared. By keyboard, Space on the row does it: the box is no stop of its own. */
export function PickBox({
  trial,
  picked,
  actions,
}: {
  readonly trial: LeaderboardTrial;
  readonly picked: boolean;
  readonly actions: RowActions;
}): ReactNode {
  return (
    <label
      className="pick"
      onClick={(event) => {
        event.stopPropagation();
      }}
    >
      <input
        type="checkbox"
        tabIndex={-1}
        aria-label={`Pick ${trialLabel(trial)}`}
        checked={picked}
        onChange={() => {
          actions.pick(trial.id);
        }}
      />
    </label>
  );
}
