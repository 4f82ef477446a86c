import type { ReactNode } from 'react';
import { formatScore, formatSpread } from '../model/numbers.js';
import type { ReadOut } from '../model/read-out.js';
import { trialColors } from '../ui/colors.js';

/** More lines than this are no reading. */
const most = 10;

/** The values at a chart's cursor, a line for each trial. */
export function ReadOutTable({
  place,
  names,
  values,
}: {
  /** Where the cursor is, in words. */
  readonly place: string;
  readonly names: readonly string[];
  readonly values: readonly (ReadOut | null)[];
}): ReactNode {
  return (
    <table className="read-out">
      <caption>
        {place}
        {values.length > most && <span className="quiet"> the first {most} trials</span>}
      </caption>
      <tbody>
        {values.slice(0, most).map((read, index) => (
          <tr key={index}>
            <th scope="row">
              <i style={{ background: `var(--trial-${index % trialColors})` }} aria-hidden="true" />
              {names[index]}
            </th>
            <td className="number">
              <strong>{formatScore(read?.mean)}</strong>{' '}
              {(read?.folds.length ?? 0) > 1 && <span>{formatSpread(read?.mean, read?.sd)}</span>}
            </td>
            <td className="quiet">
              {read?.folds.map(({ fold, value }) => (
                <span key={fold} title={`fold ${fold}`}>
                  {value === null ? 'NaN' : formatScore(value)}
                </span>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
