import path from 'node:path';
import { readRows } from './competition.js';
import { ownAccuracy, ownDeviation, ownMacroF1, ownMean, type Answer } from './own-scores.js';
import type { PrintedDetail } from './printed.js';
import { guesses, meanTable, readProbabilities, type ProbabilityTable } from './probability-table.js';

/** A trial's numbers, worked out again from its files and the competition's. */
export interface Recomputed {
  readonly accuracy: number;
  readonly macroF1: number;
  /** Macro-F1 of each fold. */
  readonly foldScores: readonly number[];
  readonly foldMean: number;
  readonly foldSd: number;
  /** Ids that were validated, over all folds. */
  readonly validated: readonly string[];
}

export function recompute(folder: string, detail: PrintedDetail): Recomputed {
  const truth = labels(path.join(folder, 'train.csv'));
  const tables = resultFiles(detail, 'outOfFold').map(readProbabilities);
  const folds = tables.map((table) => answersOf(table, truth));
  const classes = tables[0]?.classes ?? [];
  const foldScores = folds.map((answers) => ownMacroF1(answers, classes));
  return {
    accuracy: ownAccuracy(folds.flat()),
    macroF1: ownMacroF1(folds.flat(), classes),
    foldScores,
    foldMean: ownMean(foldScores),
    foldSd: ownDeviation(foldScores),
    validated: tables.flatMap(({ rows }) => [...rows.keys()]),
  };
}

/** The submission that a trial's folds amount to: the likeliest class under the mean of their test tables. */
export function expectedSubmission(detail: PrintedDetail): Map<string, string> {
  return guesses(meanTable(resultFiles(detail, 'test').map(readProbabilities)));
}

/** The scores of a submission, in the competition's own files. */
export function scoreOnSolution(folder: string, submission: string): { accuracy: number; macroF1: number } {
  const truth = labels(path.join(folder, 'solution.csv'));
  const classes = [...new Set(labels(path.join(folder, 'train.csv')).values())];
  const answers = readRows(submission).map(([id = '', guess = '']) => ({
    truth: truth.get(id) ?? '?',
    guess,
  }));
  return { accuracy: ownAccuracy(answers), macroF1: ownMacroF1(answers, classes) };
}

function labels(file: string): Map<string, string> {
  return new Map(readRows(file).map(([id = '', label = '']) => [id, label]));
}

function answersOf(table: ProbabilityTable, truth: ReadonlyMap<string, string>): Answer[] {
  return [...guesses(table)].map(([id, guess]) => ({ truth: truth.get(id) ?? '?', guess }));
}

function resultFiles({ home, runs }: PrintedDetail, name: 'outOfFold' | 'test'): string[] {
  return runs.map(({ result }) => path.join(home, result?.[name] ?? 'no result'));
}
