import type { LeaderboardTrial } from '@frostline/protocol';
import { byDepth } from './freeze-depth.js';
import { finite } from './numbers.js';
import { settingText } from './settings.js';

/** The scored trials of one backbone under one freeze strategy. */
export interface HeatCell {
  readonly trials: number;
  readonly scored: number;
  readonly best: number | null;
  readonly mean: number | null;
}

export interface HeatMap {
  /** Best row first. */
  readonly backbones: readonly string[];
  /** From the most frozen to the most thawed. */
  readonly freezes: readonly string[];
  /** cells[backbone][freeze]; null where the sweep has no such trial. */
  readonly cells: readonly (readonly (HeatCell | null)[])[];
}

export type Goal = 'maximize' | 'minimize';

/** Backbone × freeze: the best and the mean score of each cell. */
export function heatMap(
  trials: readonly LeaderboardTrial[],
  goal: Goal,
  common: Readonly<LeaderboardTrial['settings']> = {},
): HeatMap {
  const groups = new Map<string, Map<string, LeaderboardTrial[]>>();
  const freezes = new Set<string>();
  for (const trial of trials) {
    const backbone = settingText(trial.settings['backbone'] ?? common['backbone']);
    const freeze = settingText(trial.settings['freeze'] ?? common['freeze']);
    freezes.add(freeze);
    const row = groups.get(backbone) ?? new Map<string, LeaderboardTrial[]>();
    groups.set(backbone, row);
    const cell = row.get(freeze);
    if (cell) cell.push(trial);
    else row.set(freeze, [trial]);
  }
  const columns = byDepth([...freezes]);
  const rows = [...groups].map(([backbone, row]) => ({
    backbone,
    cells: columns.map((freeze) => cellOf(row.get(freeze), goal)),
  }));
  rows.sort((a, b) => compareBest(bestOf(a.cells, goal), bestOf(b.cells, goal), goal));
  return {
    backbones: rows.map(({ backbone }) => backbone),
    freezes: columns,
    cells: rows.map(({ cells }) => cells),
  };
}

/** The smallest and the largest value of a heat map; null while nothing is scored. */
export function heatRange(map: HeatMap, show: 'best' | 'mean'): readonly [number, number] | null {
  const values = map.cells.flat().flatMap((cell) => cell?.[show] ?? []);
  return values.length === 0 ? null : [Math.min(...values), Math.max(...values)];
}

function cellOf(trials: readonly LeaderboardTrial[] | undefined, goal: Goal): HeatCell | null {
  if (trials === undefined) return null;
  const scores = trials.flatMap((trial) => finite(trial.score) ?? []);
  return {
    trials: trials.length,
    scored: scores.length,
    best: best(scores, goal),
    mean: scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
  };
}

function bestOf(cells: readonly (HeatCell | null)[], goal: Goal): number | null {
  return best(
    cells.flatMap((cell) => cell?.best ?? []),
    goal,
  );
}

function best(scores: readonly number[], goal: Goal): number | null {
  if (scores.length === 0) return null;
  return scores.reduce((a, b) => (goal === 'maximize' ? Math.max(a, b) : Math.min(a, b)));
}

function compareBest(a: number | null, b: number | null, goal: Goal): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return goal === 'maximize' ? b - a : a - b;
}
