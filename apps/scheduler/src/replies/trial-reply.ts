import { classReport } from '@frostline/data';
import type { ApiAttempt, ApiRun, ClassReport, TrialReply } from '@frostline/protocol';
import type { TrialDetail } from '@frostline/store';
import type { Place } from '../submission/rank-rows.js';
import { numberRecord, optionalNumber } from './api-numbers.js';
import { pickSettings } from './common-settings.js';
import type { FoundPredictions, LabelledPredictions } from './labelled-predictions.js';

/** Everything about one trial but curves, mistakes and logs. */
export function trialReply(
  trial: TrialDetail,
  { rank, foldMean, foldSd }: Place,
  score: number | undefined,
  { predictions, problem }: FoundPredictions,
): TrialReply {
  const { id, ordinal, state, settings, values, priority, runs, quarantined, tags, note, pinned } = trial;
  return {
    id,
    ordinal,
    rank,
    state,
    settings: pickSettings(settings),
    score: optionalNumber(score),
    values: values === undefined ? null : numberRecord(values),
    foldMean: optionalNumber(foldMean),
    foldSd: optionalNumber(foldSd),
    priority,
    runs: runs.map(describeRun),
    quarantined: [...quarantined],
    report: predictions === undefined ? null : describeClasses(predictions),
    reportProblem: problem,
    tags,
    note,
    pinned,
  };
}

function describeRun({ id, fold, state, result, history }: TrialDetail['runs'][number]): ApiRun {
  return {
    id,
    fold,
    state,
    result:
      result === undefined
        ? null
        : {
            step: result.step,
            epoch: result.epoch,
            values: numberRecord(result.values),
            weightsSha256: result.weightsSha256,
            seconds: result.seconds,
          },
    attempts: history.map(describeAttempt),
  };
}

function describeAttempt(row: TrialDetail['runs'][number]['history'][number]): ApiAttempt {
  const { attempt, worker, device, engine, numericsClass, numericsChanged, claimed, ended, outcome } = row;
  const { parts, resumedFromStep, totalSteps, failure, code, message, exitCode, signal } = row;
  return {
    attempt,
    worker,
    device,
    engine,
    numericsClass,
    numericsChanged,
    parts,
    claimed,
    ended,
    outcome,
    resumedFromStep,
    totalSteps,
    failure,
    code,
    message,
    exitCode,
    signal,
  };
}

function describeClasses(predictions: LabelledPredictions): ClassReport {
  const { classes } = predictions;
  const { confusion, perClass } = classReport({ ...predictions, classes: classes.length });
  return {
    classes: [...classes],
    confusion: confusion.map((row) => [...row]),
    perClass: perClass.map((scores, index) => ({ class: classes[index] ?? '', ...scores })),
  };
}
