import { runStates, shownState } from '../model/run-states.js';
import type { LeaderboardReply } from '@frostline/protocol';
import { useMemo, type ReactNode } from 'react';
import { settingFacets, tagFacets, type Facet } from '../model/facets.js';
import { filtersNothing } from '../model/filter-trials.js';
import { formatCount } from '../model/numbers.js';
import { isContinuous, rangeFacets } from '../model/ranges.js';
import { settingLabel } from '../model/settings.js';
import { Menu } from '../ui/menu.js';
import { StateMark } from '../ui/state-mark.js';
import { useView } from '../url/use-view.js';
import { RangeFields } from './range-fields.js';
import { toggleWhere } from './toggle-where.js';

/** A setting with more values than this is searched for, not ticked. */
const most = 40;

/** Which trials are let through: by state, by the values of settings, by numbers from–to, by tag, by pin. */
export function FilterMenu({ board }: { readonly board: LeaderboardReply }): ReactNode {
  const { view } = useView();
  return (
    <Menu label="Filter" icon="filter" on={!filtersNothing({ ...view, search: '' })}>
      <FilterSheet board={board} />
    </Menu>
  );
}

function FilterSheet({ board }: { readonly board: LeaderboardReply }): ReactNode {
  const { view, go } = useView();
  const facets = useMemo(
    () =>
      board.varying
        .filter((setting) => !isContinuous(board.trials, setting))
        .map((setting) => ({ setting, values: settingFacets(board.trials, setting) }))
        .filter(({ values }) => values.length <= most),
    [board],
  );
  const ranges = useMemo(() => rangeFacets(board.trials, board.varying), [board]);
  const tags = useMemo(() => tagFacets(board.trials), [board]);
  const tick = (label: ReactNode, checked: boolean, onChange: () => void, facet?: Facet): ReactNode => (
    <label className="menu-item" key={facet?.value}>
      <input type="checkbox" checked={checked} onChange={onChange} />
      {label}
      {facet && <span className="count">{formatCount(facet.count)}</span>}
    </label>
  );
  return (
    <>
      <fieldset>
        <legend>Trials</legend>
        {tick('pinned only', view.pinned, () => {
          go({ pinned: !view.pinned });
        })}
      </fieldset>
      <fieldset>
        <legend>State</legend>
        {runStates.map((state) => {
          const count = board.trials.filter((trial) => trial.state === state).length;
          const on = view.states.includes(state);
          if (count === 0 && !on) return null;
          const toggle = (): void => {
            go({ states: on ? view.states.filter((other) => other !== state) : [...view.states, state] });
          };
          return tick(<StateMark state={shownState(state, board.sweep.live)} />, on, toggle, {
            value: state,
            count,
          });
        })}
      </fieldset>
      {ranges.map((facet) => (
        <RangeFields key={facet.name} facet={facet} />
      ))}
      {facets.map(({ setting, values }) => (
        <fieldset key={setting}>
          <legend>{settingLabel(setting)}</legend>
          {values.map((facet) =>
            tick(
              facet.value,
              view.where[setting]?.includes(facet.value) ?? false,
              () => {
                go({ where: toggleWhere(view.where, setting, facet.value) });
              },
              facet,
            ),
          )}
        </fieldset>
      ))}
      {tags.length > 0 && (
        <fieldset>
          <legend>Tags</legend>
          {tags.map((facet) => {
            const on = view.tags.includes(facet.value);
            const toggle = (): void => {
              go({ tags: on ? view.tags.filter((tag) => tag !== facet.value) : [...view.tags, facet.value] });
            };
            return tick(facet.value, on, toggle, facet);
          })}
        </fieldset>
      )}
    </>
  );
}
