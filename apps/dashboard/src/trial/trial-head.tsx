import type { LeaderboardReply, TrialReply } from '@frostline/protocol';
import { metricLabel } from '../model/metric-label.js';
import type { ReactNode } from 'react';
import { formatScore, formatSeconds, formatSpread } from '../model/numbers.js';
import { shownState } from '../model/run-states.js';
import { settingText } from '../model/settings.js';
import { shortId } from '../model/trials.js';
import { FreezeName } from '../ui/freeze-name.js';
import { PageLink } from '../ui/page-link.js';
import { StateMark } from '../ui/state-mark.js';
import { TrialActions } from './trial-actions.js';

/** Which trial this is, how it did, and what may be done with it. */
export function TrialHead({
  board,
  trial,
}: {
  readonly board: LeaderboardReply;
  readonly trial: TrialReply;
}): ReactNode {
  const attempts = trial.runs.flatMap((run) => run.attempts);
  const seconds = trial.runs.reduce((sum, run) => sum + (run.result?.seconds ?? 0), 0);
  const distinct = (values: readonly (string | null)[]): string =>
    [...new Set(values.filter((value) => value !== null))].join(', ');
  const engines = distinct(attempts.map(({ engine }) => engine));
  const devices = distinct(attempts.map(({ device }) => device));
  return (
    <header className="trial-head">
      <div className="trial-title">
        <h2>
          {settingText(trial.settings['backbone'])}
          <FreezeName freeze={settingText(trial.settings['freeze'])} />
        </h2>
        <p>
          <PageLink to={{ page: 'leaderboard', trial: null }}>Leaderboard</PageLink>
          <span className="mono" title={trial.id}>
            {shortId(trial.id)}
          </span>
          <StateMark state={shownState(trial.state, board.sweep.live)} />
          {engines !== '' && (
            <span>
              {engines} on {devices}
            </span>
          )}
        </p>
      </div>
      <dl className="trial-figures">
        <div>
          <dt>rank</dt>
          <dd>
            {trial.rank ?? '–'} <small>of {board.trials.length}</small>
          </dd>
        </div>
        <div>
          <dt>{metricLabel(board.sweep.metric)}</dt>
          <dd>{formatScore(trial.score)}</dd>
        </div>
        <div>
          <dt>mean over folds</dt>
          <dd>
            {formatScore(trial.foldMean)} <small>{formatSpread(trial.foldMean, trial.foldSd)}</small>
          </dd>
        </div>
        <div>
          <dt>time</dt>
          <dd>{seconds === 0 ? '–' : formatSeconds(seconds)}</dd>
        </div>
      </dl>
      <TrialActions board={board} trial={trial} />
    </header>
  );
}
