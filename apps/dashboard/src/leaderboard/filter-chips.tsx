import type { ReactNode } from 'react';
import { rangeLabel, rangeText, withBound } from '../model/ranges.js';
import { shownState } from '../model/run-states.js';
import { settingLabel } from '../model/settings.js';
import { Icon } from '../ui/icon.js';
import { useView } from '../url/use-view.js';
import { emptyView, type ViewState } from '../url/view-state.js';
import { toggleWhere } from './toggle-where.js';

/**
 * The filters in effect, each with a way to take it back.
 *
 * @param live whether a process runs the sweep
 */
export function FilterChips({ live }: { readonly live: boolean }): ReactNode {
  const { view, go } = useView();
  const chips: { label: string; without: Partial<ViewState> }[] = [
    ...view.states.map((state) => ({
      label: shownState(state, live),
      without: { states: view.states.filter((other) => other !== state) },
    })),
    ...Object.entries(view.where).flatMap(([setting, values]) =>
      values.map((value) => ({
        label: `${settingLabel(setting)} ${value}`,
        without: { where: toggleWhere(view.where, setting, value) },
      })),
    ),
    ...Object.entries(view.ranges).map(([name, range]) => ({
      label: `${rangeLabel(name)} ${rangeText(name, range)}`,
      without: { ranges: withBound(view.ranges, name, { from: null, to: null }) },
    })),
    ...view.tags.map((tag) => ({
      label: `tag ${tag}`,
      without: { tags: view.tags.filter((other) => other !== tag) },
    })),
    ...(view.pinned ? [{ label: 'pinned', without: { pinned: false } }] : []),
  ];
  if (chips.length === 0) return null;
  return (
    <div className="toolbar-chips" role="group" aria-label="Filters in effect">
      {chips.map(({ label, without }) => (
        <button
          key={label}
          type="button"
          className="chip"
          aria-label={`Remove filter ${label}`}
          onClick={() => {
            go(without);
          }}
        >
          {label}
          <Icon name="close" />
        </button>
      ))}
      <button
        type="button"
        className="chip"
        onClick={() => {
          const { states, where, ranges, tags, pinned } = emptyView;
          go({ states, where, ranges, tags, pinned });
        }}
      >
        Clear all
      </button>
    </div>
  );
}
