import type { Draft } from './draft.js';
import type { GroupCandidate } from './find-groups.js';
import type { LabelledRows } from './labelled-rows.js';

/** Adds to a draft how its images are split, and why. */
export function chooseFolds(
  draft: Draft,
  { table }: LabelledRows,
  candidates: readonly GroupCandidate[],
): Draft {
  const { settings, why, notes } = draft;
  const [best] = candidates;
  if (best?.accepted !== true) return withoutGroups(draft, table.columns);
  const { fold, ...train } = settings.train;
  const others = candidates.slice(1).filter(({ accepted }) => accepted);
  return {
    settings: {
      ...settings,
      train: {
        ...train,
        ...(best.pattern !== undefined && { pattern: best.pattern }),
        group: best.column,
      },
      folds: { kind: 'stratified_group', count: 3, seed: 0 },
    },
    why: {
      ...why,
      'train.group': `${sentence(best.what)}: ${best.why}.`,
      folds: 'No group is in two folds; class shares are as equal as that allows.',
    },
    notes: [
      ...notes,
      ...others.map(
        ({ what, groups }) => `${what} (${groups} groups) would be another choice for train.group`,
      ),
      ...(fold === undefined ? [] : ['the validation folder is not used as the fold: groups decide']),
    ],
  };
}

function withoutGroups(draft: Draft, columns: readonly string[]): Draft {
  const { settings, why } = draft;
  const given =
    settings.train.fold ??
    columns.find((column) => /^(fold|kfold|fold_?(id|no|number)|is_?val(id(ation)?)?)$/i.test(column));
  if (given !== undefined)
    return {
      ...draft,
      settings: { ...settings, train: { ...settings.train, fold: given }, folds: { kind: 'predefined' } },
      why: { ...why, folds: `As the column ${given} says.` },
    };
  return {
    ...draft,
    settings: { ...settings, folds: { kind: 'stratified', count: 3, seed: 0 } },
    why: {
      ...why,
      folds:
        'Every fold has the share of each class. Nothing was found that several images have in common; if\nthey have (a person, a patient, a place), name its column as train.group.',
    },
  };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
