import type { LeaderboardReply } from '@frostline/protocol';
import { useMemo } from 'react';
import { useAnnotate } from '../client/use-change.js';
import { parseView } from '../url/codec.js';
import { useView } from '../url/use-view.js';

/** What may be done with a line of the table, by mouse or key. */
export interface RowActions {
  open(trial: string): void;
  pick(trial: string): void;
  pin(trial: string, pinned: boolean): void;
  toggleGroup(value: string): void;
}

export function useRowActions(board: LeaderboardReply): RowActions {
  const { go } = useView();
  const { mutate } = useAnnotate(board.sweep.id);
  return useMemo(
    () => ({
      open: (trial) => {
        go({ page: 'trial', trial });
      },
      pick: (trial) => {
        const { picked } = parseView(location.search);
        go({ picked: toggled(picked, trial) }, { replace: true });
      },
      pin: (trial, pinned) => {
        mutate({ trial, pinned });
      },
      toggleGroup: (value) => {
        const { shut } = parseView(location.search);
        go({ shut: toggled(shut, value) }, { replace: true });
      },
    }),
    [go, mutate],
  );
}

function toggled(values: readonly string[], value: string): string[] {
  return values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
}
