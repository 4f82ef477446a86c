import type { LeaderboardTrial } from '@frostline/protocol';
import { settingFacets } from './facets.js';
import { finite } from './numbers.js';
import { settingText } from './settings.js';

/** An axis of the parallel coordinates: the values of a setting, or its range where they are many numbers. */
export interface ParallelAxis {
  readonly setting: string;
  /** Null: a numeric axis. */
  readonly values: readonly string[] | null;
  /** Whether a numeric axis spans so much that only its powers can be told apart. */
  readonly logarithmic: boolean;
}

export interface ParallelData {
  readonly axes: readonly ParallelAxis[];
  /** Best last, so that it is drawn on top. */
  readonly lines: readonly {
    readonly id: string;
    /** Null where a trial has the backbone's own value on a numeric axis. */
    readonly values: readonly (string | number | null)[];
    readonly score: number;
  }[];
  /** Trials that have a score. */
  readonly scored: number;
}

/** More lines than this are only a blot. */
const mostLines = 600;
/** More values than this do not fit an axis by name. */
const mostValues = 14;

/** The trials with a score as lines through the settings that vary; where they are too many, evenly by rank. */
export function parallelData(trials: readonly LeaderboardTrial[], varying: readonly string[]): ParallelData {
  const scored = trials.flatMap((trial) => {
    const score = finite(trial.score);
    return score === null || trial.rank === null ? [] : { trial, score, rank: trial.rank };
  });
  scored.sort((a, b) => b.rank - a.rank);
  const axes = varying.map((setting): ParallelAxis => {
    const values = settingFacets(trials, setting).map(({ value }) => value);
    const settings = scored.map(({ trial }) => trial.settings[setting] ?? null);
    const numbers = settings.filter((value) => typeof value === 'number');
    const numeric = values.length > mostValues && settings.every((value) => typeof value !== 'string');
    const [smallest, largest] = [Math.min(...numbers), Math.max(...numbers)];
    return {
      setting,
      values: numeric ? null : values,
      logarithmic: numeric && smallest > 0 && largest / smallest > 50,
    };
  });
  const every = Math.max(1, scored.length / mostLines);
  const drawn = Array.from({ length: Math.min(scored.length, mostLines) }, (_, line) =>
    scored.at(-1 - Math.floor(line * every)),
  ).reverse();
  return {
    axes,
    scored: scored.length,
    lines: drawn.flatMap((entry) =>
      entry === undefined
        ? []
        : {
            id: entry.trial.id,
            score: entry.score,
            values: axes.map(({ setting, values }) =>
              values === null
                ? ((entry.trial.settings[setting] ?? null) as number | null)
                : settingText(entry.trial.settings[setting]),
            ),
          },
    ),
  };
}
