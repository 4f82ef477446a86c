import type { RunState } from '@frostline/protocol';

/** The states in the order of a run's life. The page takes types alone from the protocol, whose schemas would weigh more than the table. */
export const runStates: readonly RunState[] = [
  'waiting',
  'running',
  'paused',
  'complete',
  'pruned',
  'failed',
];
