import { InputError, InternalError } from '@frostline/base';
import type { FoldPlan } from '@frostline/protocol';
import type { Sample } from '../competition.js';
import type { FoldErrorDetails } from './fold-kind.js';
import { indexGroups } from './groups.js';
import { foldKinds } from './registry.js';

/**
 * Splits samples into folds as a plan says; with `seed: null` as scikit-learn does with shuffle off.
 *
 * @param samples of a competition, whose groups and given folds count where the kind of folds heeds them
 * @param details what errors name
 * @returns the fold of each sample, 0..count-1: the one in which it is validated; -1 for samples that are only trained on
 * @throws InputError `bad-folds`
 * @example
 * const folds = assignFolds(competition.train, competition.folds);
 */
export function assignFolds(
  samples: readonly Pick<Sample, 'label' | 'group' | 'fold'>[],
  plan: FoldPlan,
  details: FoldErrorDetails = {},
): Int32Array {
  const kind = foldKinds[plan.kind];
  const groups = given(samples, ({ group }) => group);
  const predefined = given(samples, ({ fold }) => fold);
  const labels = Int32Array.from(samples, ({ label }) => label);
  if ((kind.needs === 'group' && !groups) || (kind.needs === 'fold' && !predefined))
    throw new InternalError('samples lack what their kind of folds needs', { found: plan.kind });
  const folds = kind.assign(
    {
      labels,
      ...(groups !== undefined && { groups: indexGroups(groups) }),
      ...(predefined !== undefined && { predefined: Int32Array.from(predefined) }),
    },
    plan,
    details,
  );
  checkSides(folds, plan, details);
  const torn = kind.keepsGroups ? tornGroup(samples, folds) : undefined;
  if (torn !== undefined)
    throw new InputError('bad-folds', `${plan.kind} folds part a group`, {
      place: details.place ?? 'folds.count',
      found: `${JSON.stringify(torn.group)} in ${torn.where}`,
      fix: 'use stratified_group, or leave train.group out',
    });
  return folds;
}

/** A value of every sample; undefined where the competition gives none. */
function given<Sample, Value>(
  samples: readonly Sample[],
  valueOf: (sample: Sample) => Value | undefined,
): Value[] | undefined {
  const values = samples.flatMap((sample) => valueOf(sample) ?? []);
  return values.length === samples.length ? (values as Value[]) : undefined;
}

/** Something must be validated in every fold, and something be left to train on. */
function checkSides(
  folds: Int32Array,
  { kind, count }: FoldPlan,
  { place = 'folds.count' }: FoldErrorDetails,
): void {
  const sizes = new Int32Array(count);
  for (const fold of folds) if (fold >= 0) sizes[fold] = (sizes[fold] ?? 0) + 1;
  const empty = sizes.indexOf(0);
  if (empty >= 0)
    throw new InputError('bad-folds', `fold ${empty} has no images`, {
      place,
      found: `${kind}, ${count} folds`,
      fix: 'use fewer folds, or another kind',
    });
  if (sizes.some((size) => size === folds.length))
    throw new InputError('bad-folds', 'nothing is left to train on', {
      place,
      found: `${kind}, with every image in fold ${sizes.indexOf(folds.length)}`,
    });
}

/**
 * A group that is in more than one fold, or in a fold and in what is only trained on, with where: it lets a net be judged by
 * what it has seen. Undefined where every group is whole.
 */
export function tornGroup(
  samples: readonly Pick<Sample, 'group'>[],
  folds: Int32Array,
): { readonly group: string; readonly where: string } | undefined {
  const foldOf = new Map<string, number>();
  for (const [row, { group }] of samples.entries()) {
    if (group === undefined) continue;
    const fold = folds[row] ?? -1;
    const first = foldOf.get(group) ?? fold;
    foldOf.set(group, first);
    if (first !== fold) return { group, where: [first, fold].map(foldName).join(' and ') };
  }
  return undefined;
}

const foldName = (fold: number): string => (fold < 0 ? 'training only' : `fold ${fold}`);
