import { RandomStream } from '@frostline/base';
import { leveledSettings, type SettingValue } from './levels.js';
import { mainEffects } from './main-effects.js';
import { growTree } from './regression-tree.js';

export interface ScoredTrial {
  readonly settings: Readonly<Record<string, SettingValue>>;
  /** Trials whose score is not finite do not count. */
  readonly score: number;
}

export interface SettingImportance {
  readonly setting: string;
  /** Share of the score's variance that the setting explains by itself, 0..1: mean over the trees. */
  readonly importance: number;
  /** Standard deviation over the trees. */
  readonly sd: number;
}

/** Fewer trials say nothing about several settings. */
const fewestTrials = 8;

/**
 * How much each setting matters for the scores of trials: functional ANOVA by exact marginals over a random forest
 * (Hutter, Hoos and Leyton-Brown, "An efficient approach for assessing hyperparameter importance", ICML 2014). The space
 * that variances are taken over is that of the values that were tried, as often as they were tried; a setting that
 * exists only in some trials has its absence as a value.
 *
 * @returns the settings that differ, most important first; together 1 at most, what is missing are interactions. Empty
 *   with fewer than eight trials, or when all score the same
 * @example
 * settingImportance(trials, { seed: 0, trees: 64 })[0]; // { setting: 'freeze', importance: 0.61, sd: 0.04 }
 */
export function settingImportance(
  trials: readonly ScoredTrial[],
  { seed, trees }: { readonly seed: number; readonly trees: number },
): SettingImportance[] {
  const scored = trials.filter(({ score }) => Number.isFinite(score));
  const settings = leveledSettings(scored.map((trial) => trial.settings));
  if (scored.length < fewestTrials || settings.length === 0) return [];
  const scores = Float64Array.from(scored, ({ score }) => score);
  const effects = Array.from({ length: trees }, (_, tree) =>
    mainEffects(settings, growTree(settings, scores, new RandomStream(seed, `importance-${tree}`))),
  ).filter((shares) => shares !== undefined);
  if (effects.length === 0) return [];
  return settings
    .map(({ name }, index) =>
      summarize(
        name,
        effects.map((shares) => shares[index] ?? 0),
      ),
    )
    .sort((a, b) => b.importance - a.importance || (a.setting < b.setting ? -1 : 1));
}

function summarize(setting: string, shares: readonly number[]): SettingImportance {
  const importance = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const squares = shares.reduce((sum, share) => sum + (share - importance) ** 2, 0);
  return { setting, importance, sd: Math.sqrt(squares / shares.length) };
}
