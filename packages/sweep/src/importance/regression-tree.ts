import type { RandomStream } from '@frostline/base';
import type { LeveledSetting } from './levels.js';

/** The levels of each setting that a leaf holds for, and the score that it tells there. */
export interface Leaf {
  /** One list per setting: 1 where the leaf holds for the level. */
  readonly regions: readonly Uint8Array[];
  readonly score: number;
}

interface Split {
  readonly setting: number;
  readonly level: number;
  readonly gain: number;
}

interface Sums {
  readonly count: Float64Array;
  readonly score: Float64Array;
}

const deepest = 64;

/**
 * Grows one regression tree on a bootstrap sample, as CART does: each split takes away the most squared error, until
 * the trials of a leaf score the same or cannot be told apart. Ties go to a setting drawn at random.
 *
 * @returns its leaves, whose regions cover all combinations of levels exactly once
 */
export function growTree(
  settings: readonly LeveledSetting[],
  scores: Float64Array,
  random: RandomStream,
): Leaf[] {
  const sample = Uint32Array.from(scores, () => random.nextBelow(scores.length));
  const most = Math.max(...settings.map(({ shares }) => shares.length));
  const sums: Sums = { count: new Float64Array(most), score: new Float64Array(most) };
  const leaves: Leaf[] = [];
  const grow = (trials: Uint32Array, regions: readonly Uint8Array[], depth: number): void => {
    const split = depth < deepest ? bestSplit(settings, scores, trials, regions, sums, random) : undefined;
    if (split === undefined) {
      leaves.push({ regions, score: total(scores, trials) / trials.length });
      return;
    }
    const { setting, level } = split;
    const { ordered, levels } = at(settings, setting);
    const isLow = (value: number): boolean => (ordered ? value <= level : value === level);
    for (const side of [true, false]) {
      const kept = trials.filter((trial) => isLow(at(levels, trial)) === side);
      const region = at(regions, setting).map((inside, value) => (isLow(value) === side ? inside : 0));
      grow(kept, regions.with(setting, region), depth + 1);
    }
  };
  const everything = settings.map(({ shares }) => new Uint8Array(shares.length).fill(1));
  grow(sample, everything, 0);
  return leaves;
}

function bestSplit(
  settings: readonly LeveledSetting[],
  scores: Float64Array,
  trials: Uint32Array,
  regions: readonly Uint8Array[],
  sums: Sums,
  random: RandomStream,
): Split | undefined {
  const first = at(scores, at(trials, 0));
  if (trials.every((trial) => at(scores, trial) === first)) return undefined;
  const whole = total(scores, trials);
  const start = random.nextBelow(settings.length);
  let best: Split | undefined;
  for (let offset = 0; offset < settings.length; offset++) {
    const index = (start + offset) % settings.length;
    const setting = at(settings, index);
    const region = at(regions, index);
    sums.count.fill(0, 0, region.length);
    sums.score.fill(0, 0, region.length);
    for (const trial of trials) {
      const level = at(setting.levels, trial);
      sums.count[level] = at(sums.count, level) + 1;
      sums.score[level] = at(sums.score, level) + at(scores, trial);
    }
    let count = 0;
    let score = 0;
    for (let level = 0; level < region.length; level++) {
      if (at(sums.count, level) === 0) continue;
      count = (setting.ordered ? count : 0) + at(sums.count, level);
      score = (setting.ordered ? score : 0) + at(sums.score, level);
      const others = trials.length - count;
      if (others === 0) break;
      // What the split takes away from the squared error, up to what is the same for all splits.
      const gain = score ** 2 / count + (whole - score) ** 2 / others - whole ** 2 / trials.length;
      if (best === undefined || gain > best.gain) best = { setting: index, level, gain };
    }
  }
  return best;
}

function total(scores: Float64Array, trials: Uint32Array): number {
  return trials.reduce((sum, trial) => sum + at(scores, trial), 0);
}

function at<Item>(items: Readonly<Record<number, Item>>, index: number): Item {
  return items[index] as Item;
}
