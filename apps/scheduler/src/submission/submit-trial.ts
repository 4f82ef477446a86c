import { InputError, usingPath } from '@frostline/base';
import {
  hasSolution,
  loadCompetition,
  meanPredictions,
  readPredictions,
  readSampleSubmission,
  readSolution,
  scoreAll,
  writeSubmission,
} from '@frostline/data';
import { findTrial, leaderboard, runsOf, type Ledger, type SweepRow } from '@frostline/store';
import path from 'node:path';
import { ownMetrics } from '../named-files/own-modules.js';
import { rankRows } from './rank-rows.js';
import { checkNoInput, checkSubmissionFile, type SubmissionFile } from './submission-file.js';
import { alignPredictions, submissionRows } from './submission-rows.js';

export interface SubmitOptions extends SubmissionFile {
  readonly home: string;
  readonly ledger: Ledger;
  readonly sweep: SweepRow;
  /** Beginning of a trial's id; the best trial when absent. */
  readonly trial: string | undefined;
}

export interface SubmitResult {
  readonly trialId: string;
  readonly out: string;
  readonly rows: number;
  /** Test images that could not be decoded, for which the shares of the classes stand. */
  readonly missing: readonly string[];
  /** Every metric on the competition's solution, where it has one. */
  readonly solution: Readonly<Record<string, number>> | undefined;
}

/**
 * Writes the submission of a trial: the mean of its folds' test predictions, in the sample's shape, atomically.
 *
 * @throws InputError `not-complete`, `no-trial`, `no-test`, `bad-predictions`, `bad-csv`, `file-exists`, `unusable-path`
 */
export async function submitTrial({
  home,
  ledger,
  sweep,
  trial,
  out,
  force,
}: SubmitOptions): Promise<SubmitResult> {
  checkSubmissionFile({ out, force });
  const trialId = trial === undefined ? bestTrial(ledger, sweep) : findTrial(ledger, sweep.id, trial);
  const files = runsOf(ledger, sweep.id, trialId).map(({ fold, state, result }) => {
    if (result !== undefined) return path.resolve(home, result.test);
    throw new InputError('not-complete', 'a fold of this trial has no predictions yet', {
      place: `trial ${trialId}`,
      found: `fold ${fold} is ${state}`,
      fix: state === 'failed' ? 'run `frostline retry` first' : 'run `frostline resume` first',
    });
  });
  const competition = await loadCompetition(sweep.competition.path);
  if (competition.test.length === 0)
    throw new InputError('no-test', 'the competition has no images to predict', {
      place: sweep.competition.path,
      fix: 'name their folder under test',
    });
  checkNoInput(out, [
    sweep.file,
    sweep.competition.path,
    ...competition.tables,
    ...[...competition.train, ...competition.test].map((sample) => sample.path),
  ]);
  const sample = readSampleSubmission(competition);
  const predictions = meanPredictions(files.map(readPredictions));
  const { probabilities, missing } = alignPredictions(competition, sample.ids, predictions);
  const submission = { ids: sample.ids, ...submissionRows(competition, sample, probabilities) };
  usingPath(out, 'name another file with --out', () => {
    writeSubmission(out, sample, submission);
  });
  const solution = hasSolution(competition)
    ? scoreAll(
        { probabilities, labels: readSolution(competition), classes: competition.classes.length },
        await ownMetrics(home, sweep.metric),
      )
    : undefined;
  return { trialId, out, rows: sample.ids.length, missing, solution };
}

function bestTrial(ledger: Ledger, sweep: SweepRow): string {
  const best = rankRows(leaderboard(ledger, sweep.id), sweep.goal)[0];
  if (best !== undefined && best.rank !== null) return best.trialId;
  throw new InputError('not-complete', 'no trial of this sweep has a score yet', { place: sweep.name });
}
