import type { ReactNode } from 'react';
import { useView } from '../url/use-view.js';

/** Which metric the curves show; it stands in the URL. */
export function MetricChoice({
  metrics,
  metric,
}: {
  readonly metrics: readonly string[];
  readonly metric: string;
}): ReactNode {
  const { go } = useView();
  return (
    <select
      className="field"
      aria-label="Metric"
      value={metric}
      onChange={(event) => {
        go({ metric: event.target.value }, { replace: true });
      }}
    >
      {metrics.map((name) => (
        <option key={name} value={name}>
          {name.replaceAll('_', ' ')}
        </option>
      ))}
    </select>
  );
}
