import type { LeaderboardTrial } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { trialLabel } from '../model/trials.js';
import { Icon } from '../ui/icon.js';
import type { RowActions } from './use-row-actions.js';

/** Keeps a trial at the top of the table. By keyboard, P on the row does it. */
export function PinButton({
  trial,
  actions,
}: {
  readonly trial: LeaderboardTrial;
  readonly actions: RowActions;
}): ReactNode {
  return (
    <button
      type="button"
      className="icon-button pin"
      tabIndex={-1}
      aria-pressed={trial.pinned}
      aria-label={`Pin ${trialLabel(trial)}`}
      onClick={(event) => {
        event.stopPropagation();
        actions.pin(trial.id, !trial.pinned);
      }}
    >
      <Icon name="pin" />
    </button>
  );
}
