import type { LeveledSetting } from './levels.js';
import type { Leaf } from './regression-tree.js';

/**
 * The share of a tree's variance that each setting explains by itself: the variance of the tree's mean over all other
 * settings, exactly, over the variance of the tree. Levels weigh by their share of the trials, settings independently
 * of one another.
 *
 * @returns one share per setting; undefined where the tree tells the same everywhere
 */
export function mainEffects(
  settings: readonly LeveledSetting[],
  leaves: readonly Leaf[],
): number[] | undefined {
  const volumes = leaves.map(({ regions }) =>
    regions.map((region, index) => shareOf(settings, index, region)),
  );
  const weights = volumes.map((sides) => sides.reduce((product, side) => product * side, 1));
  const mean = leaves.reduce((sum, { score }, leaf) => sum + (weights[leaf] ?? 0) * score, 0);
  const variance = leaves.reduce(
    (sum, { score }, leaf) => sum + (weights[leaf] ?? 0) * (score - mean) ** 2,
    0,
  );
  if (!(variance > 0)) return undefined;
  return settings.map(({ shares }, index) => {
    const marginal = new Float64Array(shares.length);
    leaves.forEach(({ regions, score }, leaf) => {
      const across = (weights[leaf] ?? 0) / (volumes[leaf]?.[index] ?? 1);
      regions[index]?.forEach((inside, level) => {
        if (inside === 1) marginal[level] = (marginal[level] ?? 0) + across * (score - mean);
      });
    });
    const effect = marginal.reduce((sum, value, level) => sum + (shares[level] ?? 0) * value ** 2, 0);
    return effect / variance;
  });
}

function shareOf(settings: readonly LeveledSetting[], index: number, region: Uint8Array): number {
  const shares = settings[index]?.shares ?? new Float64Array();
  return region.reduce((sum, inside, level) => (inside === 1 ? sum + (shares[level] ?? 0) : sum), 0);
}
