import { MOST_MISTAKES } from '@frostline/protocol';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useApi } from '../client/api-context.js';
import { queries } from '../client/queries.js';
import { formatCount } from '../model/numbers.js';
import { Panel } from '../ui/panel.js';
import { QueryView } from '../ui/query-view.js';
import { StateBox } from '../ui/state-box.js';
import { useView } from '../url/use-view.js';
import { MistakeFigure } from './mistake-figure.js';

const page = 12;

/** The worst mistakes: the images to whose label the trial gave the least probability. */
export function MistakesPanel({
  sweep,
  trial,
}: {
  readonly sweep: string;
  readonly trial: string;
}): ReactNode {
  const api = useApi();
  const { view, go } = useView();
  const limit = Math.min(Math.max(view.mistakes ?? page, page), MOST_MISTAKES);
  const query = useQuery(queries.mistakes(api, sweep, trial, limit));
  return (
    <Panel
      title="Worst mistakes"
      aside={
        query.data && <span className="panel-remark">{formatCount(query.data.total)} images told wrong</span>
      }
    >
      <QueryView query={query} lines={8}>
        {({ classes, total, mistakes }) =>
          mistakes.length === 0 ? (
            <StateBox title="Not one mistake" />
          ) : (
            <>
              <ul className="mistakes">
                {mistakes.map((mistake) => (
                  <li key={mistake.image}>
                    <MistakeFigure sweep={sweep} classes={classes} mistake={mistake} />
                  </li>
                ))}
              </ul>
              {mistakes.length < Math.min(total, MOST_MISTAKES) && (
                <button
                  type="button"
                  className="button more"
                  onClick={() => {
                    go({ mistakes: limit + page }, { replace: true });
                  }}
                >
                  Show more
                </button>
              )}
            </>
          )
        }
      </QueryView>
    </Panel>
  );
}
