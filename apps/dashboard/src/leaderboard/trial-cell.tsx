import type { LeaderboardTrial } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { formatScore, formatSeconds, formatSpread } from '../model/numbers.js';
import { shownState } from '../model/run-states.js';
import { settingText } from '../model/settings.js';
import { shortId, trialLabel } from '../model/trials.js';
import { FreezeName } from '../ui/freeze-name.js';
import { Icon } from '../ui/icon.js';
import { PageLink } from '../ui/page-link.js';
import { StateMark } from '../ui/state-mark.js';
import { FoldDots } from './fold-dots.js';
import { PickBox } from './pick-box.js';
import { PinButton } from './pin-button.js';
import type { RowContext } from './trial-row.js';
import type { RowActions } from './use-row-actions.js';
import type { VisibleColumn } from './use-trial-table.js';

/** One cell of a trial's row. */
export function TrialCell({
  column,
  trial,
  picked,
  context,
  actions,
}: {
  readonly column: VisibleColumn;
  readonly trial: LeaderboardTrial;
  readonly picked: boolean;
  readonly context: RowContext;
  readonly actions: RowActions;
}): ReactNode {
  switch (column.kind) {
    case 'pick':
      return <PickBox trial={trial} picked={picked} actions={actions} />;
    case 'rank':
      return trial.rank ?? <span className="quiet">–</span>;
    case 'setting': {
      const text = settingText(trial.settings[column.id]);
      return column.id === 'freeze' ? (
        <FreezeName freeze={text} deepest={context.deepest} />
      ) : (
        <span className="clip" title={text}>
          {text}
        </span>
      );
    }
    case 'score':
      return <strong className="score">{formatScore(trial.score)}</strong>;
    case 'folds':
      return <FoldDots trial={trial} scale={context.folds} />;
    case 'mean':
      return trial.foldMean === null ? (
        <span className="quiet">–</span>
      ) : (
        <>
          {formatScore(trial.foldMean)}{' '}
          <span className="quiet">{formatSpread(trial.foldMean, trial.foldSd)}</span>
        </>
      );
    case 'state':
      return (
        <StateMark state={shownState(trial.state, context.live)}>
          {trial.runsComplete > 0 &&
            trial.runsComplete < trial.runs &&
            ` ${trial.runsComplete}/${trial.runs}`}
        </StateMark>
      );
    case 'seconds':
      return trial.seconds === 0 ? <span className="quiet">–</span> : formatSeconds(trial.seconds);
    case 'trial':
      return (
        <span className="trial-name">
          <PageLink to={{ page: 'trial', trial: trial.id }} className="mono" tabIndex={-1}>
            <span className="visually-hidden">{trialLabel(trial)}, </span>
            {shortId(trial.id)}
          </PageLink>
          {trial.note !== '' && (
            <span className="note-mark" title={trial.note}>
              <Icon name="note" />
              <span className="visually-hidden">has a note</span>
            </span>
          )}
          {trial.tags.map((tag) => (
            <span className="chip" key={tag}>
              {tag}
            </span>
          ))}
        </span>
      );
    case 'pin':
      return <PinButton trial={trial} actions={actions} />;
  }
}
