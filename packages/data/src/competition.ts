import type { FoldPlan, MetricName } from '@frostline/protocol';
import type { FoldData, WrittenFolds } from './folds/complete-plan.js';

/** One image of a competition. */
export interface Sample {
  /** The id as it stands in the CSV. */
  readonly id: string;
  /** Absolute path of the image. */
  readonly path: string;
  /** SHA-256 of the image file when the competition was loaded. */
  readonly sha256: string;
  /** Index into `Competition.classes`; -1 for test images. */
  readonly label: number;
  /** What folds must not part; absent where the competition names none, and for test images. */
  readonly group?: string;
  /** The fold that the competition gives it, -1 for none; absent where it gives none, and for test images. */
  readonly fold?: number;
}

/** A competition's files, checked: what every part of a sweep may rely on. */
export interface Competition {
  readonly name: string;
  /** Real path of the folder that holds competition.yaml. */
  readonly root: string;
  readonly metric: MetricName;
  /** Distinct labels: by value when all are numbers, else by code point. */
  readonly classes: readonly string[];
  /** In the order of the labels file, or of the images' paths. */
  readonly train: readonly Sample[];
  /** In the order of the ids file, or of the images' paths; label -1; empty where there is nothing to predict. */
  readonly test: readonly Sample[];
  readonly submission: { readonly sample?: string; readonly id: string; readonly target: string };
  /** Absolute path of the test labels; read by `readSolution` only. */
  readonly solution?: string;
  /** The test labels where the paths of the images tell them, in the order of `test`; read by `readSolution` only. */
  readonly testLabels?: readonly string[];
  /** Absolute paths of the tables that competition.yaml names. */
  readonly tables: readonly string[];
  readonly folds: FoldPlan;
  /** What competition.yaml says of folds, and where, with what its data give: for a sweep that says otherwise. */
  readonly writtenFolds: WrittenFolds & FoldData;
  /** What can be trained on but is hardly what was meant, each with its file and line. */
  readonly warnings: readonly string[];
  /**
   * SHA-256 over classes, ids, labels, groups, given folds and the bytes of every image: other data, other hash, wherever
   * the folder lies. Name, metric, fold plan and solution are not in it.
   */
  readonly hash: string;
}
