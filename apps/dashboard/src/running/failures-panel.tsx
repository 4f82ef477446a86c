import type { RecentFailure } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { formatTime } from '../model/numbers.js';
import { PageLink } from '../ui/page-link.js';
import { Panel } from '../ui/panel.js';
import { PlainTable } from '../ui/plain-table.js';
import { StateBox } from '../ui/state-box.js';

/** The attempts that ended badly, the newest first. */
export function FailuresPanel({ failures }: { readonly failures: readonly RecentFailure[] }): ReactNode {
  return (
    <Panel title="Failures">
      {failures.length === 0 ? (
        <StateBox title="Nothing has failed" />
      ) : (
        <PlainTable label="Failures">
          <thead>
            <tr>
              <th scope="col">when</th>
              <th scope="col">trial</th>
              <th scope="col">fold, attempt</th>
              <th scope="col">class</th>
              <th scope="col">what it said</th>
            </tr>
          </thead>
          <tbody>
            {failures.map((failure) => (
              <tr key={`${failure.run}/${failure.attempt}`}>
                <td className="quiet">{formatTime(failure.ended)}</td>
                <td>
                  <PageLink to={{ page: 'trial', trial: failure.trial }}>{failure.label}</PageLink>
                </td>
                <td>
                  {failure.fold}, {failure.attempt}
                </td>
                <td className="failure">{failure.class}</td>
                <td>
                  {failure.message} <span className="mono quiet">{failure.code}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </PlainTable>
      )}
    </Panel>
  );
}
