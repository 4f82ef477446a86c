import type { LeaderboardReply } from '@frostline/protocol';
import type { Connection } from '../client/connection.js';

/** What every view of a sweep gets. */
export interface SweepViewProps {
  readonly board: LeaderboardReply;
  readonly connection: Connection;
}
