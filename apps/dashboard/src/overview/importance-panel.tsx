import type { LeaderboardReply } from '@frostline/protocol';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useApi } from '../client/api-context.js';
import { queries } from '../client/queries.js';
import { formatCount, formatShare } from '../model/numbers.js';
import { settingLabel } from '../model/settings.js';
import { Panel } from '../ui/panel.js';
import { QueryView } from '../ui/query-view.js';
import { StateBox } from '../ui/state-box.js';

/** How much of the score's variance each setting explains. */
export function ImportancePanel({ board }: { readonly board: LeaderboardReply }): ReactNode {
  const api = useApi();
  const query = useQuery(queries.importance(api, board.sweep.id, board.sweep.live));
  return (
    <Panel
      title="What the score depends on"
      aside={
        query.data && (
          <span className="panel-remark" title="functional analysis of variance over a random forest">
            fANOVA, {formatCount(query.data.trials)} trials
          </span>
        )
      }
    >
      <div className="importance-slot">
        <QueryView query={query}>
          {({ settings }) =>
            settings.length === 0 ? (
              <StateBox title="Too few scores">
                <p>It takes a handful of complete trials whose scores differ.</p>
              </StateBox>
            ) : (
              <ol className="importance">
                {settings.slice(0, 8).map(({ setting, importance, sd }) => (
                  <li key={setting}>
                    <span>{settingLabel(setting)}</span>
                    <span className="importance-bar">
                      <span style={{ width: percent(importance) }} />
                      <i
                        style={{
                          left: percent(Math.max(0, importance - sd)),
                          right: percent(1 - Math.min(1, importance + sd)),
                        }}
                      />
                    </span>
                    <span className="number">{formatShare(importance)}</span>
                  </li>
                ))}
              </ol>
            )
          }
        </QueryView>
      </div>
    </Panel>
  );
}

function percent(share: number): string {
  return `${Math.max(0, Math.min(1, share)) * 100}%`;
}
