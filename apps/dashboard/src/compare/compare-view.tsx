import { MOST_COMPARED } from '@frostline/protocol';
import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { useApi } from '../client/api-context.js';
import { queries } from '../client/queries.js';
import { findPicks } from '../model/trials.js';
import type { SweepViewProps } from '../shell/sweep-view-props.js';
import { PageLink } from '../ui/page-link.js';
import { PickRemark } from '../ui/pick-remark.js';
import { QueryView } from '../ui/query-view.js';
import { StateBox } from '../ui/state-box.js';
import { useView } from '../url/use-view.js';
import { TrialLegend } from '../curves/trial-legend.js';
import { ClassDifferencePanel } from './class-difference-panel.js';
import './compare-view.css';
import { CurvesPanel } from '../curves/curves-panel.js';
import { DisagreementPanel } from './disagreement-panel.js';
import { SettingDifferencePanel } from './setting-difference-panel.js';

/** Two or more trials beside one another. */
export function CompareView({ board }: SweepViewProps): ReactNode {
  const api = useApi();
  const { view } = useView();
  const picks = useMemo(() => findPicks(board.trials, view.picked), [board.trials, view.picked]);
  const trials = useMemo(() => picks.trials.slice(0, MOST_COMPARED), [picks]);
  const ids = trials.map(({ id }) => id);
  const query = useQuery(queries.compare(api, board.sweep.id, ids));
  if (trials.length < 2)
    return (
      <StateBox title="Pick at least two trials to compare">
        <PickRemark picks={picks} />
        <p>Tick them in the leaderboard, or press Space on a row.</p>
        <PageLink to={{ page: 'leaderboard' }} className="button">
          Leaderboard
        </PageLink>
      </StateBox>
    );
  return (
    <div className="view">
      <div className="view-title">
        <h2>{trials.length} trials compared</h2>
        <p className="quiet">differences are taken against the first</p>
      </div>
      <PickRemark picks={picks} most={MOST_COMPARED} />
      <TrialLegend board={board} trials={trials} />
      <QueryView query={query} lines={14}>
        {(comparison) => (
          <>
            <div className="compare-top">
              <SettingDifferencePanel comparison={comparison} trials={trials} />
              <CurvesPanel title="Learning curves" board={board} trials={trials} height={260} />
            </div>
            <ClassDifferencePanel comparison={comparison} trials={trials} />
            <DisagreementPanel sweep={board.sweep.id} comparison={comparison} trials={trials} />
          </>
        )}
      </QueryView>
    </div>
  );
}
