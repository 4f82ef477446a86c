import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { hashOf, InputError, plural } from '@frostline/base';
import { readYaml } from '@frostline/protocol';
import { competitionFile } from './competition-file.js';
import { competitionPaths } from './competition-paths.js';
import { competitionWarnings } from './competition-warnings.js';
import type { Competition } from './competition.js';
import { completeFoldPlan } from './folds/complete-plan.js';
import type { Reading } from './image-files.js';
import { readTest } from './read-test.js';
import { readTrain, type TrainList } from './read-train.js';
import { checkTestLabels } from './solution.js';
import { readSampleSubmission } from './submission.js';

export interface LoadOptions extends Partial<Reading> {
  /** What errors call the file, and the folder of what it names; its path when absent. */
  readonly name?: string;
  /** What the file holds; read when absent. */
  readonly text?: string;
}

/**
 * Reads competition.yaml and everything it names except the solution, and checks it: columns, ids, labels, that every
 * image exists and lies inside the folder. Images are hashed, not decoded; other work of the process has its turn meanwhile.
 *
 * @param file path of competition.yaml
 * @throws InputError with file, line, what was found and what is allowed
 * @example
 * const competition = await loadCompetition('examples/fashion/competition.yaml');
 * const folds = assignFolds(competition.train, competition.folds);
 */
export async function loadCompetition(
  file: string,
  { alive = () => undefined, signal, name = file, text = readText(file, name) }: LoadOptions = {},
): Promise<Competition> {
  const { value: settings, placeOf } = readYaml(text, { file: name, schema: competitionFile });
  const root = realpathSync(path.dirname(file));
  const paths = competitionPaths(name, root, settings, placeOf);
  const reading = { alive, signal };
  const labelled = await readTrain(settings, paths, reading);
  const toPredict = await readTest(settings, paths, reading);
  const { classes, samples: train } = labelled;
  const { samples: test } = toPredict;
  const { sample, ...columns } = settings.submission;
  const submission = {
    ...columns,
    ...(sample !== undefined && { sample: paths.resolve(['submission', 'sample']) }),
  };
  if (test.length > 0)
    readSampleSubmission(
      { submission, test, classes },
      {
        file: paths.label(['submission', 'sample']),
        id: placeOf(['submission', 'id']),
        target: placeOf(['submission', 'target']),
      },
    );
  const writtenFolds = {
    parts: settings.folds,
    placeOf: (key: string) => placeOf(['folds', key]),
    hasGroups: settings.train.group !== undefined,
    predefined: labelled.foldCount,
  };
  const { labels: testLabels } = toPredict;
  if (testLabels !== undefined) checkTestLabels(testLabels, classes, toPredict.table);
  return {
    name: settings.name,
    root,
    metric: settings.metric,
    classes,
    train,
    test,
    submission,
    ...(settings.solution !== undefined && { solution: paths.resolve(['solution']) }),
    ...(testLabels !== undefined && { testLabels }),
    tables: (
      [
        [['train', 'labels'], settings.train.labels],
        [['test', 'ids'], settings.test?.ids],
        [['submission', 'sample'], sample],
        [['solution'], settings.solution],
      ] as const
    ).flatMap(([key, written]) => (written === undefined ? [] : paths.resolve(key))),
    folds: completeFoldPlan([writtenFolds], writtenFolds),
    writtenFolds,
    warnings: [
      ...leftOut(labelled, placeOf(['train', 'pattern'])),
      ...competitionWarnings(labelled, toPredict, classes),
    ],
    hash: hashOf({
      classes,
      train: train.map(({ id, label, sha256 }) => [id, label, sha256]),
      groups: settings.train.group && train.map(({ group }) => group),
      given: settings.train.fold && train.map(({ fold }) => fold),
      test: test.map(({ id, sha256 }) => [id, sha256]),
    }),
  };
}

/** Images among the labelled ones that fit no pattern. */
function leftOut({ others, table }: TrainList, place: string): string[] {
  if (others.length === 0) return [];
  const more = others.length > 3 ? ', …' : '';
  const [does, is] = others.length === 1 ? ['does', 'is'] : ['do', 'are'];
  return [
    `${place}: ${plural(others.length, 'image')} below ${table.file} ${does} not fit the pattern, and ${is} left out: ${others.slice(0, 3).join(', ')}${more}`,
  ];
}

function readText(file: string, name: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InputError('file-missing', 'cannot read the competition', { place: name, cause });
  }
}
