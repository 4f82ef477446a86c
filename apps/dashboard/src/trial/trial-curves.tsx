import type { LeaderboardReply, TrialReply } from '@frostline/protocol';
import { useMemo, type ReactNode } from 'react';
import { CurvesPanel } from '../curves/curves-panel.js';

/** The trial's learning curves. */
export function TrialCurves({
  board,
  trial,
}: {
  readonly board: LeaderboardReply;
  readonly trial: TrialReply;
}): ReactNode {
  // The same array while the trial is the same: the chart is made anew for another.
  const runs = trial.runs.length;
  const trials = useMemo(
    () => [{ id: trial.id, settings: trial.settings, runs }],
    [trial.id, trial.settings, runs],
  );
  return <CurvesPanel title="Learning curve" board={board} trials={trials} height={240} />;
}
