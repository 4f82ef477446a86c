import { plural } from '@frostline/base';
import { withoutDigest } from '@frostline/protocol/labels';
import type { LeaderboardRow, SweepRow } from '@frostline/store';
import type { PlacedRow } from '../../submission/rank-rows.js';
import type { Terminal } from '../terminal.js';
import { formatState } from './state.js';
import { formatTable, type Column } from './table.js';
import { formatScore, formatSeconds, formatSetting, formatSpread } from './values.js';
import { varyingSettings } from './varying-settings.js';
import { viewsSeen } from './views-seen.js';

/**
 * The leaderboard for people: pooled score, fold mean ± sd, which epoch counts, views, and whatever is remarkable.
 *
 * @param owned whether an owner lives: without one nothing runs
 */
export function formatLeaderboard(
  sweep: Pick<SweepRow, 'metric'>,
  entries: readonly PlacedRow[],
  {
    terminal,
    owned,
    top,
  }: {
    readonly terminal: Pick<Terminal, 'outIsTerminal'>;
    readonly owned: boolean;
    /** How many are shown, with the columns that all of them need; undefined: all. */
    readonly top?: number | undefined;
  },
): string {
  const settings = varyingSettings(entries.map(({ row }) => row.settings)).filter(
    (name) => name !== 'select' && name !== 'views',
  );
  const columns: Column[] = [
    { title: '#', align: 'right' },
    { title: 'trial' },
    ...settings.map((name) => ({ title: name })),
    { title: withoutDigest(sweep.metric), align: 'right' },
    { title: 'folds' },
    { title: 'epoch' },
    { title: 'views', align: 'right' },
    { title: 'state' },
    { title: 'time', align: 'right' },
    { title: 'notes' },
  ];
  const rows = entries
    .slice(0, top)
    .map(({ row, place }) => [
      place.rank === null ? '-' : String(place.rank),
      row.trialId.slice(0, 8),
      ...settings.map((name) => formatSetting(row.settings[name])),
      formatScore(row.score),
      formatSpread(place.foldMean ?? undefined, place.foldSd ?? undefined),
      `${row.settings.select} of ${row.settings.epochs}`,
      viewsSeen(row.settings),
      states(row, owned),
      row.runsComplete === 0 ? '-' : formatSeconds(row.seconds),
      notes(row),
    ]);
  return formatTable(columns, rows, terminal);
}

/** What to do about runs that wait for an owner when none lives; nothing to say otherwise. */
export function formatUnfinished(rows: readonly LeaderboardRow[], owned: boolean): string {
  const waiting = rows.filter(
    ({ state }) => state === 'waiting' || state === 'running' || state === 'paused',
  );
  if (owned || waiting.length === 0) return '';
  return `nothing runs this sweep now, ${plural(waiting.length, 'trial is', 'trials are')} unfinished: \`frostline resume\` goes on\n`;
}

function states({ state, runsComplete, runs }: LeaderboardRow, owned: boolean): string {
  const shown = formatState(state, owned);
  return runsComplete === runs ? shown : `${shown} ${runsComplete}/${runs}`;
}

function notes({ resumedAttempts, numericsChanged, quarantined }: LeaderboardRow): string {
  return [
    ...(resumedAttempts > 0 ? [`resumed ${resumedAttempts}×`] : []),
    ...(numericsChanged ? ['numerics changed'] : []),
    ...(quarantined > 0 ? [`${plural(quarantined, 'image')} quarantined`] : []),
  ].join(', ');
}
