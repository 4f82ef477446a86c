import type { ReactNode } from 'react';
import { rangeLabel, withBound, type Range, type RangeFacet } from '../model/ranges.js';
import { useView } from '../url/use-view.js';

const bounds = ['from', 'to'] as const;

/** Two fields that say from where to where a number may be; empty ones say nothing. */
export function RangeFields({ facet }: { readonly facet: RangeFacet }): ReactNode {
  const { view, go } = useView();
  const { name, least, largest } = facet;
  const range: Range | undefined = view.ranges[name];
  const label = name === 'seconds' ? 'time, seconds' : rangeLabel(name);
  return (
    <fieldset>
      <legend>{label}</legend>
      <div className="range-fields">
        {bounds.map((bound) => (
          <input
            key={bound}
            type="number"
            step="any"
            className="field"
            aria-label={`${label}: ${bound}`}
            placeholder={`${bound} ${Number((bound === 'from' ? least : largest).toPrecision(4))}`}
            // What is being typed is no number at every moment, so the field keeps its own text.
            defaultValue={range?.[bound] ?? ''}
            onChange={({ target }) => {
              const number = Number.isFinite(target.valueAsNumber) ? target.valueAsNumber : null;
              go({ ranges: withBound(view.ranges, name, { [bound]: number }) }, { replace: true });
            }}
          />
        ))}
      </div>
    </fieldset>
  );
}
