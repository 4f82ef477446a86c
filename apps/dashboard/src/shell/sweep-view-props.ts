import type { LeaderboardReply } from '@frostline/protocol';

/** What every view of a sweep gets. */
export interface SweepViewProps {
  readonly board: LeaderboardReply;
}
