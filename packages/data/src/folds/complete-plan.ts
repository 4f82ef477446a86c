import { InputError } from '@frostline/base';
import type { FoldKindName, FoldPlan, PartialFoldPlan } from '@frostline/protocol';
import { foldKinds } from './registry.js';

/** What a file says of folds, and where. */
export interface WrittenFolds {
  readonly parts: PartialFoldPlan;
  placeOf(key: keyof PartialFoldPlan): string;
}

/** What a competition's data give for folds. */
export interface FoldData {
  readonly hasGroups: boolean;
  /** How many folds the column `train.fold` names; undefined without one. */
  readonly predefined: number | undefined;
}

/**
 * The fold plan that files say together: a later file goes before an earlier one, whose members that a later kind has no
 * use for are forgotten. What is said nowhere is what fits the data.
 *
 * @throws InputError `bad-folds` where a file says what its kind of folds has no use for, or the data lack what it needs
 */
export function completeFoldPlan(written: readonly WrittenFolds[], data: FoldData): FoldPlan {
  const kindFrom = written.findLastIndex(({ parts }) => parts.kind !== undefined);
  const kind = written[kindFrom]?.parts.kind ?? fittingKind(data);
  const { heeds, needs } = foldKinds[kind];
  const said = Object.assign({}, ...written.map(({ parts }) => parts)) as PartialFoldPlan;
  const lacks = (needs === 'group' && !data.hasGroups) || (needs === 'fold' && data.predefined === undefined);
  if (lacks)
    throw new InputError('bad-folds', `${kind} folds need the column train.${needs} in competition.yaml`, {
      place: written[kindFrom]?.placeOf('kind'),
      found: 'none',
    });
  const fixed = kind === 'holdout' ? 1 : kind === 'predefined' ? data.predefined : undefined;
  for (const { parts, placeOf } of written.slice(Math.max(kindFrom, 0)))
    for (const key of ['count', 'fraction'] as const) {
      const value = parts[key];
      const wrong =
        key === 'count' ? (fixed === undefined ? value === 1 : value !== fixed) : !heeds.includes(key);
      if (value !== undefined && wrong) throw misplaced(kind, key, value, placeOf(key), fixed);
    }
  return {
    kind,
    count: fixed ?? manyOr(said.count, 3),
    seed: heeds.includes('seed') ? (said.seed === undefined ? 0 : said.seed) : null,
    ...(heeds.includes('fraction') && { fraction: said.fraction ?? 0.2 }),
  };
}

function fittingKind({ hasGroups, predefined }: FoldData): FoldKindName {
  if (predefined !== undefined) return 'predefined';
  return hasGroups ? 'stratified_group' : 'stratified';
}

/** A single fold was of a kind that a later file has replaced. */
function manyOr(count: number | undefined, standard: number): number {
  return count === undefined || count === 1 ? standard : count;
}

function misplaced(
  kind: FoldKindName,
  key: 'count' | 'fraction',
  found: number,
  place: string,
  fixed: number | undefined,
): InputError {
  if (key === 'fraction')
    return new InputError('bad-folds', `${kind} folds have no fraction`, {
      place,
      found,
      fix: 'leave it out, or set kind: holdout',
    });
  return new InputError('bad-folds', `not a number of ${kind} folds`, {
    place,
    found,
    allowed: fixed === undefined ? '2..50' : String(fixed),
  });
}
