import { memo, type ReactNode } from 'react';
import { formatScore, formatSeconds } from '../model/numbers.js';
import { shownState } from '../model/run-states.js';
import { settingText } from '../model/settings.js';
import { shortId } from '../model/trials.js';
import { FreezeName } from '../ui/freeze-name.js';
import { PageLink } from '../ui/page-link.js';
import { StateMark } from '../ui/state-mark.js';
import { FoldDots } from './fold-dots.js';
import { PickBox } from './pick-box.js';
import { PinButton } from './pin-button.js';
import { placed } from './row-place.js';
import type { TrialRowProps } from './trial-row.js';

/** A trial where a row would be too wide: the same, on three short lines. */
export const TrialCard = memo(function TrialCard({
  trial,
  place,
  picked,
  context,
  actions,
  onActivate,
}: TrialRowProps): ReactNode {
  const setting = (name: string): string => settingText(trial.settings[name] ?? context.common[name]);
  return (
    <div
      {...placed(place)}
      className="table-row trial-card"
      aria-selected={picked}
      style={{ transform: `translateY(${place.start}px)`, height: place.size }}
      onClick={() => {
        onActivate(place.index);
        actions.open(trial.id);
      }}
    >
      <div role="gridcell" className="card-pick">
        <PickBox trial={trial} picked={picked} actions={actions} />
        <span className="quiet">{trial.rank ?? '–'}</span>
      </div>
      <div role="gridcell" className="card-main">
        <PageLink to={{ page: 'trial', trial: trial.id }} className="clip" tabIndex={-1}>
          {setting('backbone')}
        </PageLink>
        <span className="card-line">
          <FreezeName freeze={setting('freeze')} deepest={context.deepest} />
          <span className="mono quiet">{shortId(trial.id)}</span>
          {trial.tags.map((tag) => (
            <span className="chip" key={tag}>
              {tag}
            </span>
          ))}
        </span>
        <FoldDots trial={trial} scale={context.folds} />
      </div>
      <div role="gridcell" className="card-end">
        <strong className="score">{formatScore(trial.score)}</strong>
        <StateMark state={shownState(trial.state, context.live)} />
        <span className="quiet">{trial.seconds === 0 ? '' : formatSeconds(trial.seconds)}</span>
      </div>
      <div role="gridcell">
        <PinButton trial={trial} actions={actions} />
      </div>
    </div>
  );
});
