import type { LeaderboardReply, LeaderboardTrial } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { CostPanel } from './cost-panel.js';
import { HeatMapPanel } from './heat-map-panel.js';
import { ImportancePanel } from './importance-panel.js';
import './overview.css';
import { ParallelPanel } from './parallel-panel.js';

/** What the trials say together: which cell wins, at what cost, and which settings matter. */
export function Overview({
  board,
  shown,
}: {
  readonly board: LeaderboardReply;
  /** The trials that pass the filters. */
  readonly shown: readonly LeaderboardTrial[];
}): ReactNode {
  return (
    <div className="overview">
      <HeatMapPanel board={board} />
      <CostPanel board={board} shown={shown} />
      <ImportancePanel board={board} />
      <ParallelPanel board={board} shown={shown} />
    </div>
  );
}
