import type { FoldKindName, FoldPlan } from '@frostline/protocol';

/** What folds are made from, row for row. */
export interface FoldRows {
  /** Class index of each sample. */
  readonly labels: ArrayLike<number>;
  /** Index of the group of each sample, groups in the order of their sorted names; absent where none are given. */
  readonly groups?: Int32Array;
  /** The fold that the competition gives each sample, -1 for none; absent where none are given. */
  readonly predefined?: Int32Array;
}

/** What errors about folds say. */
export interface FoldErrorDetails {
  /** Names of the classes, by index. */
  readonly classes?: readonly string[];
  /** Where the number of folds stands. */
  readonly place?: string;
}

/** One way to split samples into folds. */
export interface FoldKind {
  readonly name: FoldKindName;
  /** What of a plan it heeds. */
  readonly heeds: readonly ('count' | 'seed' | 'fraction')[];
  /** What the competition must give for it: the column `train.group` or `train.fold`. */
  readonly needs?: 'group' | 'fold';
  /** No group may be on both sides of a fold. */
  readonly keepsGroups: boolean;
  /** The fold in which each sample is validated, -1 for none. @throws InputError `bad-folds` */
  assign(rows: FoldRows, plan: FoldPlan, details: FoldErrorDetails): Int32Array;
}
