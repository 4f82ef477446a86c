import { z } from 'zod';

const kinds = {
  stratified: 'every fold has the share of each class',
  group: 'folds of equal size that part no group',
  stratified_group: 'no group is parted, and class shares are as equal as that allows',
  multilabel_stratified: 'every fold has the share of each label, for images with several',
  holdout: 'one fold, a fraction of the images, is validated; stratified, and no group is parted',
  predefined: 'what the column train.fold says',
} as const;

export type FoldKindName = keyof typeof kinds;
export const foldKindNames = Object.keys(kinds) as [FoldKindName, ...FoldKindName[]];

const kind = z.enum(foldKindNames);
const count = z.int().min(1).max(50);
const seed = z.int().min(0).max(0xffffffff).nullable();
const fraction = z.number().min(0.01).max(0.9);

/** How the labelled images are split, with everything said: a part of a trial's identity. */
export const foldPlan = z.strictObject({
  kind,
  /** Folds that are validated, each by a run of its own. */
  count,
  /** Null keeps the file order. */
  seed,
  /** Share of the images that holdout validates. */
  fraction: fraction.optional(),
});
export type FoldPlan = z.output<typeof foldPlan>;

/** What a competition or a sweep says of its folds. */
export const partialFoldPlan = z.strictObject({
  kind: kind.optional().describe(
    `${Object.entries(kinds)
      .map(([name, what]) => `${name}: ${what}`)
      .join(
        '; ',
      )}. When absent: predefined where train.fold is given, else stratified_group where train.group is, else stratified`,
  ),
  count: count
    .optional()
    .meta({ default: 3 })
    .describe('Number of folds; 1 for holdout, what the column says for predefined'),
  seed: seed.optional().meta({ default: 0 }).describe('Shuffle seed; null keeps the file order'),
  fraction: fraction
    .optional()
    .describe('Share of the images that holdout validates, 0.2 when absent; for no other kind'),
});
export type PartialFoldPlan = z.output<typeof partialFoldPlan>;
