import type { ApiSweep, LeaderboardReply } from '@frostline/protocol';
import { metricLabel } from '../model/metric-label.js';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useApi } from '../client/api-context.js';
import type { Connection } from '../client/connection.js';
import { queries } from '../client/queries.js';
import { formatCount, formatScore, formatShare } from '../model/numbers.js';
import { isInterrupted } from '../model/run-states.js';
import { bestTrial, findPicks, shortId } from '../model/trials.js';
import { useView } from '../url/use-view.js';
import { emptyView } from '../url/view-state.js';
import { LiveBadge } from './live-badge.js';
import { LostRemark } from './lost-remark.js';
import { Logo } from './logo.js';
import { NewerSweep } from './newer-sweep.js';
import './sweep-header.css';
import { Tabs } from './tabs.js';
import { ThemeSwitch } from './theme-switch.js';

/** Which sweep this is, how far it is, and the way to its views. */
export function SweepHeader({
  sweep,
  sweeps,
  board,
  connection,
}: {
  readonly sweep: string;
  readonly sweeps: readonly ApiSweep[];
  readonly board: LeaderboardReply | null;
  readonly connection: Connection;
}): ReactNode {
  const { view, go } = useView();
  const info = board?.sweep ?? sweeps.find(({ id }) => id === sweep);
  const status = useQuery(queries.status(useApi(), sweep)).data;
  const done = status?.progress ?? 0;
  const picked = board ? findPicks(board.trials, view.picked).trials.length : view.picked.length;
  const best = board && bestTrial(board.trials);
  return (
    <header className="sweep-header">
      <div className="sweep-line">
        <Logo />
        <h1>
          {sweeps.length > 1 ? (
            <select
              className="sweep-choice"
              aria-label="Sweep"
              value={sweep}
              onChange={(event) => {
                go({ ...emptyView, sweep: event.target.value });
              }}
            >
              {sweeps.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name} · {id.slice(0, 6)}
                </option>
              ))}
            </select>
          ) : (
            (info?.name ?? (
              <>
                <span className="visually-hidden">Sweep {shortId(sweep)}</span>
                {'\u00a0'}
              </>
            ))
          )}
        </h1>
        <LiveBadge
          link={connection.link}
          live={info?.live ?? null}
          done={done === 1}
          interrupted={status !== undefined && isInterrupted(status)}
        />
        <NewerSweep sweep={sweep} sweeps={sweeps} />
        <dl className="sweep-facts">
          <div>
            <dt>trials</dt>
            <dd>{info ? formatCount(info.trials) : '–'}</dd>
          </div>
          <div>
            <dt>runs complete</dt>
            <dd>{info ? `${formatCount(info.runsComplete)} of ${formatCount(info.runs)}` : '–'}</dd>
          </div>
          <div title="Every run counts alike, one that is not over by its part that is done, a failed one not at all">
            <dt>work done</dt>
            <dd>{status ? formatShare(done) : '–'}</dd>
          </div>
          <div>
            <dt>best {info ? metricLabel(info.metric) : ''}</dt>
            <dd className="sweep-best">{formatScore(best?.score)}</dd>
          </div>
        </dl>
        <ThemeSwitch />
      </div>
      <Tabs picked={picked} />
      <div className="frost-line" aria-hidden="true">
        <span style={{ transform: `scaleX(${done})` }} />
      </div>
      {info && connection.lostSince !== null && <LostRemark sweep={info} since={connection.lostSince} />}
    </header>
  );
}
