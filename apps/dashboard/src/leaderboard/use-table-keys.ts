import { useState, type KeyboardEvent } from 'react';
import type { DisplayRow } from './display-rows.js';
import type { RowActions } from './use-row-actions.js';

const page = 15;

/** The table by keyboard: arrows, Page Up and Down, Home, End; Enter opens, Space picks, P pins. */
export function useTableKeys(
  rows: readonly DisplayRow[],
  actions: RowActions,
  scrollTo: (index: number) => void,
): { active: number; setActive(index: number): void; onKeyDown(event: KeyboardEvent<HTMLElement>): void } {
  const [active, setActive] = useState(0);
  const move = (index: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setActive(next);
    scrollTo(next);
  };
  const act = (key: string, row: DisplayRow | undefined): boolean => {
    if (row === undefined) return false;
    if (row.kind === 'group') {
      const toggles =
        key === 'Enter' ||
        key === ' ' ||
        (key === 'ArrowLeft' && row.open) ||
        (key === 'ArrowRight' && !row.open);
      if (toggles) actions.toggleGroup(row.value);
      return toggles;
    }
    const { id, pinned } = row.trial;
    if (key === 'Enter') actions.open(id);
    else if (key === ' ') actions.pick(id);
    else if (key === 'p') actions.pin(id, !pinned);
    else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    // A control inside the table has keys of its own.
    if (event.target !== event.currentTarget || event.metaKey || event.ctrlKey || event.altKey) return;
    const steps: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: rows.length - 1,
    };
    const step = steps[event.key];
    if (step !== undefined) move(step);
    else if (!act(event.key, rows[active])) return;
    event.preventDefault();
  };
  return { active: Math.min(active, Math.max(0, rows.length - 1)), setActive, onKeyDown };
}
