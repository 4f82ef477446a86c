import type { ApiRun, ClassReport } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { formatShare } from '../model/numbers.js';
import { FoldsDone } from '../ui/folds-done.js';
import { Panel } from '../ui/panel.js';

/** Which class is taken for which: what is right grows green, what is wrong thaws. */
export function ConfusionPanel({
  report,
  runs,
}: {
  readonly report: ClassReport;
  readonly runs: readonly ApiRun[];
}): ReactNode {
  const { classes, confusion } = report;
  const complete = runs.filter(({ state }) => state === 'complete').length;
  return (
    <Panel
      title="Confusion matrix"
      aside={
        <span className="panel-remark">
          rows: label, columns: predicted, out of fold;{' '}
          <FoldsDone
            images={confusion.flat().reduce((sum, count) => sum + count, 0)}
            complete={complete}
            folds={runs.length}
          />
        </span>
      }
    >
      <div className="confusion-scroll" tabIndex={0} role="group" aria-label="Confusion matrix">
        <table className="confusion" data-many={classes.length > 12 ? '' : undefined}>
          <thead>
            <tr>
              <td className="confusion-label" />
              {classes.map((name) => (
                <th key={name} scope="col">
                  <span>{name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {classes.map((label, row) => {
              const counts = confusion[row] ?? [];
              const total = counts.reduce((sum, count) => sum + count, 0);
              return (
                <tr key={label}>
                  <th scope="row" title={label}>
                    {label}
                  </th>
                  {counts.map((count, column) => {
                    const share = total === 0 ? 0 : count / total;
                    return (
                      <td
                        key={column}
                        title={`${count} of ${total} ${label} taken for ${classes[column] ?? ''} (${formatShare(share)})`}
                        style={{ background: shade(row === column, share) }}
                      >
                        {count === 0 ? '' : count}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

/** Mixed with the ground up to a strength at which text stays readable; mistakes are rarer and get theirs sooner. */
function shade(right: boolean, share: number): string {
  if (share === 0) return 'var(--sunken)';
  const strength = Math.round(8 + 46 * (right ? share : Math.sqrt(share)));
  return `color-mix(in oklab, var(--${right ? 'growth' : 'ice-0'}) ${strength}%, var(--sunken))`;
}
