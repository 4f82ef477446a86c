import type { StatusReply } from '@frostline/protocol';
import { formatSeconds } from './numbers.js';

/** When a sweep will be drained, in words; what is paused has no time. */
export function timeLeft({ live, runs, etaSeconds }: StatusReply): string {
  if (!live) return 'not running';
  if ((runs.waiting ?? 0) + (runs.running ?? 0) === 0)
    return (runs.paused ?? 0) > 0 ? 'paused' : 'nothing is left to run';
  return etaSeconds === null ? 'time left not known yet' : `about ${formatSeconds(etaSeconds)} left`;
}
