import type { RunState } from '@frostline/protocol';

/**
 * A state for people. What an owner held when it was killed stays running in the ledger until the next one takes it up.
 *
 * @param owned whether an owner lives
 */
export function formatState(state: RunState, owned: boolean): string {
  return state === 'running' && !owned ? 'no owner' : state;
}
