import type { ReactNode } from 'react';
import { formatCount, formatScore } from '../model/numbers.js';
import { settingLabel } from '../model/settings.js';
import { FreezeName } from '../ui/freeze-name.js';
import { Icon } from '../ui/icon.js';
import type { DisplayRow } from './display-rows.js';
import { placed, type RowPlace } from './row-place.js';
import type { RowActions } from './use-row-actions.js';

/** The head of a group: what its trials share, how many they are and how well they do. */
export function GroupRow({
  row,
  place,
  setting,
  actions,
}: {
  readonly row: Extract<DisplayRow, { kind: 'group' }>;
  readonly place: RowPlace;
  readonly setting: string;
  readonly actions: RowActions;
}): ReactNode {
  return (
    <div
      {...placed(place)}
      className="group-row"
      aria-expanded={row.open}
      aria-level={1}
      style={{ transform: `translateY(${place.start}px)`, height: place.size }}
      onClick={() => {
        actions.toggleGroup(row.value);
      }}
    >
      <div role="gridcell" className="group-cell">
        <Icon name={row.open ? 'down' : 'right'} />
        <span className="quiet group-setting">{settingLabel(setting)}</span>
        <strong>{setting === 'freeze' ? <FreezeName freeze={row.value} /> : row.value}</strong>
        <span className="quiet">
          {formatCount(row.trials)} {row.trials === 1 ? 'trial' : 'trials'}
        </span>
        <span className="group-scores">
          best <strong>{formatScore(row.best ?? null)}</strong>
          <span className="group-mean"> mean {formatScore(row.mean ?? null)}</span>
        </span>
      </div>
    </div>
  );
}
