import { classReport } from '@frostline/data';
import { toApiNumber, type CompareReply, type TrialSettings } from '@frostline/protocol';
import { optionalNumber } from './api-numbers.js';
import { pickSettings, splitSettings } from './common-settings.js';
import { labelProbability, type FoundPredictions, type LabelledPredictions } from './labelled-predictions.js';

/** One of the trials that are compared. */
export interface ComparedTrial extends FoundPredictions {
  readonly id: string;
  readonly score: number | undefined;
  readonly settings: TrialSettings;
}

/** Trials beside one another: settings that differ, F1 by class, images that some get right and others wrong. */
export function compareReply(trials: readonly ComparedTrial[], limit: number): CompareReply {
  const { varying } = splitSettings(trials.map(({ settings }) => settings));
  const classes = trials.find(({ predictions }) => predictions !== undefined)?.predictions?.classes ?? [];
  const reports = trials.map(({ predictions }) =>
    predictions === undefined
      ? undefined
      : classReport({ ...predictions, classes: predictions.classes.length }),
  );
  const { shared, disagreements } = disagreementsOf(trials);
  return {
    trials: trials.map(({ id, score, predictions, problem }) => ({
      id,
      score: optionalNumber(score),
      imagesPredicted: predictions?.ids.length ?? 0,
      reportProblem: problem,
    })),
    settings: varying.map((setting) => ({
      setting,
      values: trials.map(({ settings }) => pickSettings(settings, [setting])[setting] ?? null),
    })),
    classes: [...classes],
    perClass: classes.map((name, index) => ({
      class: name,
      f1: reports.map((report) => report?.perClass[index]?.f1 ?? null),
    })),
    imagesShared: shared,
    disagreements: disagreements.length,
    images: disagreements.slice(0, limit),
  };
}

type Disagreement = CompareReply['images'][number];

/** Over the images that every trial has predicted; the largest difference in the label's probability first. */
function disagreementsOf(trials: readonly ComparedTrial[]): {
  readonly shared: number;
  readonly disagreements: Disagreement[];
} {
  const tables = trials.flatMap(({ predictions }) => (predictions === undefined ? [] : [predictions]));
  const [first, ...others] = tables;
  if (first === undefined || tables.length < trials.length) return { shared: 0, disagreements: [] };
  const rowsOf = others.map(({ ids }) => new Map(ids.map((id, row) => [id, row])));
  let shared = 0;
  const found: { readonly spread: number; readonly image: Disagreement }[] = [];
  first.ids.forEach((id, row) => {
    const rows = [row, ...rowsOf.map((rowOf) => rowOf.get(id))];
    const views = rows.flatMap((at, index) => {
      const table = tables[index];
      return at === undefined || table === undefined ? [] : [viewOf(table, at)];
    });
    const right = views.filter(({ correct }) => correct).length;
    if (views.length < tables.length) return;
    shared++;
    if (right === 0 || right === views.length) return;
    const sure = views.map(({ probability }) => (Number.isNaN(probability) ? 0 : probability));
    found.push({
      spread: Math.max(...sure) - Math.min(...sure),
      image: {
        image: id,
        label: first.classes[first.labels[row] ?? 0] ?? '',
        predictions: views.map(({ predicted, correct, probability }) => ({
          predicted,
          labelProbability: toApiNumber(probability),
          correct,
        })),
      },
    });
  });
  const disagreements = found
    .sort((a, b) => b.spread - a.spread || (a.image.image < b.image.image ? -1 : 1))
    .map(({ image }) => image);
  return { shared, disagreements };
}

function viewOf(
  table: LabelledPredictions,
  row: number,
): { readonly predicted: string; readonly correct: boolean; readonly probability: number } {
  const predicted = table.predicted[row] ?? 0;
  return {
    predicted: table.classes[predicted] ?? '',
    correct: predicted === table.labels[row],
    probability: labelProbability(table, row),
  };
}
