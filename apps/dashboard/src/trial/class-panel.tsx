import type { ClassReport } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { formatCount } from '../model/numbers.js';
import { Bar } from '../ui/bar.js';
import { Panel } from '../ui/panel.js';

/** F1, precision and recall of each class, the weakest first. */
export function ClassPanel({ report }: { readonly report: ClassReport }): ReactNode {
  const classes = [...report.perClass].sort((a, b) => a.f1 - b.f1);
  return (
    <Panel title="F1 by class" aside={<span className="panel-remark">weakest first</span>}>
      <table className="class-bars">
        <thead>
          <tr>
            <th scope="col">class</th>
            <th scope="col">F1</th>
            <td />
            <th scope="col" className="number">
              prec.
            </th>
            <th scope="col" className="number">
              recall
            </th>
            <th scope="col" className="number">
              images
            </th>
          </tr>
        </thead>
        <tbody>
          {classes.map(({ class: name, f1, precision, recall, support }) => (
            <tr key={name}>
              <th scope="row" title={name}>
                {name}
              </th>
              <td className="bar-cell">
                <Bar share={f1} />
              </td>
              <td className="number">
                <strong>{f1.toFixed(3)}</strong>
              </td>
              <td className="number">{precision.toFixed(2)}</td>
              <td className="number">{recall.toFixed(2)}</td>
              <td className="number quiet">{formatCount(support)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
