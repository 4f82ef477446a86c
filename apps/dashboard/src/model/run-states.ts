import type { RunState, StatusReply } from '@frostline/protocol';

/** The states in the order of a run's life. The page takes types alone from the protocol, whose schemas would weigh more than the table. */
export const runStates: readonly RunState[] = [
  'waiting',
  'running',
  'paused',
  'complete',
  'pruned',
  'failed',
];

/** A state as people are told it: a run that is stored as running while no process trains it was interrupted. */
export type ShownState = RunState | 'interrupted';

/** @param live whether a process runs the sweep */
export function shownState(state: RunState, live: boolean): ShownState {
  return state === 'running' && !live ? 'interrupted' : state;
}

/** Whether the process that ran a sweep has ended without having told so. */
export function isInterrupted({ live, runs }: Pick<StatusReply, 'live' | 'runs'>): boolean {
  return !live && (runs.running ?? 0) > 0;
}
