import type { LeaderboardReply, LeaderboardTrial } from '@frostline/protocol';
import { metricLabel } from '../model/metric-label.js';
import type { AggregationFn, ColumnDef, SortingFn } from '@tanstack/react-table';
import { binsOf } from '../model/bins.js';
import { finite } from '../model/numbers.js';
import { isContinuous, trialNumber } from '../model/ranges.js';
import { compareValues, settingLabel, settingText, type SettingValue } from '../model/settings.js';

/** How a column's cells are drawn. */
export type CellKind =
  'pick' | 'rank' | 'trial' | 'setting' | 'score' | 'folds' | 'mean' | 'state' | 'seconds' | 'pin';

/** What the table knows of a column beside its values. */
export interface ColumnLook {
  readonly kind: CellKind;
  readonly label: string;
  /** Width, a track of a CSS grid. */
  readonly width: string;
  readonly end: boolean;
  /** Whether a first click shows the largest first. */
  readonly largestFirst: boolean;
  readonly hideable: boolean;
}

export type TrialColumn = ColumnDef<LeaderboardTrial> & { id: string; meta: ColumnLook };

/** The leaderboard's columns: who, how well, how, at what cost. */
export function trialColumns(board: Pick<LeaderboardReply, 'sweep' | 'varying' | 'trials'>): TrialColumn[] {
  const { goal } = board.sweep;
  const lead = ['backbone', 'freeze'].filter((setting) => board.varying.includes(setting));
  const others = board.varying.filter((setting) => !lead.includes(setting));
  const best = goal === 'maximize' ? 'max' : 'min';
  return [
    column('pick', look('pick', '', '30px', { hideable: false })),
    column('pin', look('pin', '', '30px', { hideable: false })),
    column('rank', look('rank', 'rank', '54px', { end: true }), (trial) => trial.rank, 'min'),
    ...lead.map((setting) => settingColumn(setting, board.trials)),
    column(
      'score',
      look('score', metricLabel(board.sweep.metric), '92px', {
        end: true,
        largestFirst: goal === 'maximize',
      }),
      (trial) => finite(trial.score),
      best,
    ),
    column('folds', look('folds', 'folds', '152px'), (trial) => finite(trial.foldSd), 'mean'),
    column(
      'mean',
      look('mean', 'mean ± sd', '134px', { end: true, largestFirst: goal === 'maximize' }),
      (trial) => finite(trial.foldMean),
      best,
    ),
    column('state', look('state', 'state', '106px'), (trial) => trial.state),
    column(
      'seconds',
      look('seconds', 'time', '86px', { end: true }),
      (trial) => (trial.seconds > 0 ? trial.seconds : null),
      'mean',
    ),
    ...others.map((setting) => settingColumn(setting, board.trials)),
    column('trial', look('trial', 'trial, tags', 'minmax(180px, 1fr)'), (trial) => trial.id),
  ];
}

function settingColumn(setting: string, trials: readonly LeaderboardTrial[]): TrialColumn {
  const widths: Record<string, string> = { backbone: 'minmax(152px, 0.6fr)', freeze: '124px' };
  const width = widths[setting] ?? `${Math.max(92, 34 + settingLabel(setting).length * 7)}px`;
  return {
    ...column(setting, look('setting', settingLabel(setting), width)),
    accessorFn: (trial) => trial.settings[setting] ?? undefined,
    enableSorting: true,
    getGroupingValue: groupingValue(setting, trials),
    sortingFn: bySetting,
    enableGrouping: true,
  };
}

/** A trial's group by a setting: its value, or the interval of it where there are too many values; found when first asked for. */
function groupingValue(
  setting: string,
  trials: readonly LeaderboardTrial[],
): (trial: LeaderboardTrial) => string {
  let find: ((value: SettingValue | undefined) => string) | null = null;
  return (trial) => {
    find ??= groupFinder(setting, trials);
    return find(trial.settings[setting]);
  };
}

function groupFinder(
  setting: string,
  trials: readonly LeaderboardTrial[],
): (value: SettingValue | undefined) => string {
  if (!isContinuous(trials, setting)) return settingText;
  const bins = binsOf(trials.flatMap((trial) => trialNumber(trial, setting) ?? []));
  return (value) => (typeof value === 'number' ? bins(value).label : settingText(value));
}

function look(
  kind: CellKind,
  label: string,
  width: string,
  more: Partial<Pick<ColumnLook, 'end' | 'largestFirst' | 'hideable'>> = {},
): ColumnLook {
  return { kind, label, width, end: false, largestFirst: false, hideable: true, ...more };
}

function column(
  id: string,
  meta: ColumnLook,
  value?: (trial: LeaderboardTrial) => string | number | null,
  aggregate?: 'min' | 'max' | 'mean',
): TrialColumn {
  return {
    id,
    meta,
    // What has no value stands last, whichever way the column is sorted.
    accessorFn: (trial) => value?.(trial) ?? undefined,
    enableSorting: value !== undefined,
    enableGrouping: false,
    sortUndefined: 'last',
    sortingFn: 'basic',
    aggregationFn: aggregate === undefined ? nothing : aggregation[aggregate],
  };
}

const bySetting: SortingFn<LeaderboardTrial> = (a, b, id) => compareValues(a.getValue(id), b.getValue(id));

const nothing: AggregationFn<LeaderboardTrial> = () => undefined;

const aggregation: Record<'min' | 'max' | 'mean', AggregationFn<LeaderboardTrial>> = {
  min: (id, leaves) => reduce(leaves, id, Math.min),
  max: (id, leaves) => reduce(leaves, id, Math.max),
  mean: (id, leaves) => {
    const sum = reduce(leaves, id, (a, b) => a + b);
    return sum === undefined ? undefined : sum / numbers(leaves, id).length;
  },
};

type Leaves = Parameters<AggregationFn<LeaderboardTrial>>[1];

function numbers(leaves: Leaves, id: string): number[] {
  return leaves.flatMap((leaf) => leaf.getValue<number | undefined>(id) ?? []);
}

function reduce(leaves: Leaves, id: string, by: (a: number, b: number) => number): number | undefined {
  const values = numbers(leaves, id);
  return values.length === 0 ? undefined : values.reduce((a, b) => by(a, b));
}
