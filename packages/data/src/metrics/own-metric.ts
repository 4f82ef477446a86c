import { badExport, loadOwnModule, nameOfExport, tryExport, type LoadedModule } from '@frostline/base';
import { metricNames } from '@frostline/protocol';
import type { Metric, ScoredPredictions } from './metric.js';

/** What runs report besides metrics. */
const TAKEN: readonly string[] = [...metricNames, 'val_loss', 'train_loss', 'learning_rate', 'seconds'];

/** Predictions that any metric must be able to score: three classes, all of them there, some of them told. */
const sample = (): ScoredPredictions => ({
  classes: 3,
  labels: Int32Array.of(0, 1, 2, 1),
  probabilities: Float32Array.of(0.7, 0.2, 0.1, 0.1, 0.8, 0.1, 0.3, 0.3, 0.4, 0.5, 0.25, 0.25),
});

/**
 * The metric that a module of one's own exports by default, checked. Its name has the module's digest in it.
 *
 * @param file absolute path of the module
 * @throws InputError `file-missing`, `bad-module`
 */
export async function loadOwnMetric(
  file: string,
  place: string = file,
): Promise<LoadedModule & { readonly metric: Metric }> {
  const module = await loadOwnModule(file, place);
  const { name, goal, score } = checkMetric(module.exported, place);
  return { ...module, metric: { name: `${name}#${module.digest}`, goal, score } };
}

function checkMetric(exported: unknown, place: string): Metric {
  const metric = (typeof exported === 'object' ? (exported ?? {}) : {}) as Partial<Metric>;
  const { goal, score } = metric;
  const name = nameOfExport('metric', exported, {
    taken: TAKEN,
    members: 'name, goal and score',
    place,
    fix: "export default { name: 'cost', goal: 'minimize', score: ({ probabilities, labels, classes }) => … }",
  });
  if (goal !== 'maximize' && goal !== 'minimize')
    throw badExport('metric', {
      place,
      found: `goal ${JSON.stringify(goal)}`,
      allowed: 'maximize or minimize',
    });
  if (typeof score !== 'function')
    throw badExport('metric', {
      place,
      found: `score ${JSON.stringify(score)}`,
      allowed: 'a function of { probabilities, labels, classes } that gives a number',
    });
  const found: unknown = tryExport(
    () => score.call(metric, sample()),
    'the metric fails on a sample of four images',
    { place, allowed: 'a number for any predictions; NaN where it is not defined' },
  );
  if (typeof found !== 'number')
    throw badExport('metric', {
      place,
      found: `score gave ${JSON.stringify(found)}`,
      allowed: 'one number; NaN where it is not defined',
    });
  return { name, goal, score: (predictions) => score.call(metric, predictions) };
}
