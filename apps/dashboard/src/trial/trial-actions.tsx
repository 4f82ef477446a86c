import type { LeaderboardReply, TrialReply } from '@frostline/protocol';
import { useState, type ReactNode } from 'react';
import { useAnnotate } from '../client/use-change.js';
import { ChangeButtons } from '../ui/change-buttons.js';
import { Icon } from '../ui/icon.js';
import { useView } from '../url/use-view.js';
import { CloneDialog } from './clone-dialog.js';
import { PriorityField } from './priority-field.js';

/** Pause, resume, retry; priority; pin, pick, clone. */
export function TrialActions({
  board,
  trial,
}: {
  readonly board: LeaderboardReply;
  readonly trial: TrialReply;
}): ReactNode {
  const { view, go } = useView();
  const annotate = useAnnotate(board.sweep.id);
  const [cloning, setCloning] = useState(false);
  const picked = view.picked.includes(trial.id);
  const states = trial.runs.map(({ state }) => state);
  return (
    <div className="trial-actions">
      <ChangeButtons sweep={board.sweep} runs={{ trial: trial.id }} states={states} />
      {states.some((state) => state !== 'complete' && state !== 'pruned') && (
        <PriorityField
          key={trial.priority}
          sweep={board.sweep.id}
          trial={trial.id}
          priority={trial.priority}
        />
      )}
      <button
        type="button"
        className="button"
        aria-pressed={trial.pinned}
        onClick={() => {
          annotate.mutate({ trial: trial.id, pinned: !trial.pinned });
        }}
      >
        <Icon name="pin" />
        {trial.pinned ? 'Pinned' : 'Pin'}
      </button>
      <button
        type="button"
        className="button"
        aria-pressed={picked}
        onClick={() => {
          const others = view.picked.filter((id) => id !== trial.id);
          go({ picked: picked ? others : [...others, trial.id] }, { replace: true });
        }}
      >
        {picked ? 'Picked for comparison' : 'Pick for comparison'}
      </button>
      <button
        type="button"
        className="button"
        onClick={() => {
          setCloning(true);
        }}
      >
        <Icon name="copy" />
        Clone as YAML
      </button>
      {cloning && (
        <CloneDialog
          sweep={board.sweep.id}
          trial={trial.id}
          onClose={() => {
            setCloning(false);
          }}
        />
      )}
    </div>
  );
}
