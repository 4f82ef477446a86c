import type { ReactNode } from 'react';
import { deepestStage } from '../model/freeze-depth.js';
import type { Goal, HeatMap } from '../model/heat-map.js';
import { formatScore } from '../model/numbers.js';
import { valueScale } from '../model/score-scale.js';
import { growthClass } from '../ui/score-colors.js';
import { useView } from '../url/use-view.js';
import { FrostProfile } from './frost-profile.js';

/** The cells as a table of buttons below the frost line of their columns. */
export function HeatMapTable({
  map,
  show,
  range,
  goal,
}: {
  readonly map: HeatMap;
  readonly show: 'best' | 'mean';
  readonly range: readonly [number, number] | null;
  readonly goal: Goal;
}): ReactNode {
  const { view, go } = useView();
  const scale = range && valueScale(...range);
  const deepest = deepestStage(map.freezes);
  const digits = map.freezes.length > 7 ? 2 : 3;
  const isOnly = (setting: string, value: string): boolean =>
    view.where[setting]?.length === 1 && view.where[setting][0] === value;
  return (
    <div className="heat-scroll">
      <table className="heat-map" data-many={map.freezes.length > 5 ? '' : undefined}>
        <caption className="visually-hidden">The {show} score of each backbone under each strategy</caption>
        <thead>
          <tr>
            <td className="heat-name" />
            {map.freezes.map((freeze) => (
              <th key={freeze} scope="col">
                <span className="heat-label">{freeze}</span>
                <FrostProfile freeze={freeze} deepest={deepest} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {map.backbones.map((backbone, row) => (
            <tr key={backbone}>
              <th scope="row" title={backbone}>
                {backbone}
              </th>
              {map.freezes.map((freeze, column) => {
                const cell = map.cells[row]?.[column] ?? null;
                if (cell === null) return <td key={freeze} />;
                const value = cell[show];
                const on = isOnly('backbone', backbone) && isOnly('freeze', freeze);
                const place = value === null || scale === null ? null : scale.place(value);
                const shade =
                  place === null ? 'heat-none' : growthClass(goal === 'maximize' ? place : 1 - place);
                return (
                  <td key={freeze}>
                    <button
                      type="button"
                      className={`heat-cell ${shade}`}
                      aria-pressed={on}
                      title={`best ${formatScore(cell.best)}, mean ${formatScore(cell.mean)}, ${cell.scored} of ${cell.trials} trials scored`}
                      onClick={() => {
                        const rest = Object.entries(view.where).filter(
                          ([name]) => name !== 'backbone' && name !== 'freeze',
                        );
                        const cellOnly = { backbone: [backbone], freeze: [freeze] };
                        go({ where: { ...Object.fromEntries(rest), ...(!on && cellOnly) } });
                      }}
                    >
                      <span className="visually-hidden">
                        {backbone}, {freeze}: {show}{' '}
                      </span>
                      {value === null ? '·' : value.toFixed(digits).replace(/^0\./, '.')}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
