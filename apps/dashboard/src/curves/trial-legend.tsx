import type { LeaderboardReply, LeaderboardTrial } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { legendNames } from '../model/legend-names.js';
import { formatScore } from '../model/numbers.js';
import { settingText } from '../model/settings.js';
import { shortId, trialLabel } from '../model/trials.js';
import { trialColors } from '../ui/colors.js';
import { FreezeName } from '../ui/freeze-name.js';
import { Icon } from '../ui/icon.js';
import { PageLink } from '../ui/page-link.js';
import { useView } from '../url/use-view.js';
import { dashes } from './curve-options.js';
import './trial-legend.css';

/** The trials that are drawn, in the colours they are drawn in; each can be taken out. */
export function TrialLegend({
  board,
  trials,
}: {
  readonly board: LeaderboardReply;
  readonly trials: readonly LeaderboardTrial[];
}): ReactNode {
  const { view, go } = useView();
  const names = legendNames(trials, board.common);
  return (
    <ul className="trial-legend">
      {trials.map((trial, index) => (
        <li key={trial.id}>
          <svg className="legend-line" viewBox="0 0 26 8" aria-hidden="true">
            <path
              d="M0 4h26"
              stroke={`var(--trial-${index % trialColors})`}
              strokeWidth="2.500"
              strokeDasharray={(dashes[Math.floor(index / 4) % dashes.length] ?? []).join(' ')}
            />
          </svg>
          <PageLink to={{ page: 'trial', trial: trial.id }}>{names[index]}</PageLink>
          {trial.settings['freeze'] !== undefined && (
            <FreezeName freeze={settingText(trial.settings['freeze'])} />
          )}
          <span className="mono quiet">{shortId(trial.id)}</span>
          <strong className="legend-score">{formatScore(trial.score)}</strong>
          <button
            type="button"
            className="icon-button"
            aria-label={`Take ${trialLabel(trial)} out, ${shortId(trial.id)}`}
            onClick={() => {
              go({ picked: view.picked.filter((id) => id !== trial.id) }, { replace: true });
            }}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}
