import { didYouMean, InputError, similarFile } from '@frostline/base';
import {
  assignFolds,
  completeFoldPlan,
  hasSolution,
  loadCompetition,
  readSolution,
  tornGroup,
  type Competition,
} from '@frostline/data';
import {
  metricGoals,
  type BackboneEntry,
  type Catalog,
  type FoldPlan,
  type Goal,
  type TrialSettings,
} from '@frostline/protocol';
import {
  dryRun,
  loadSweep,
  placeInSweep,
  placeOfChoice,
  placeOfWeights,
  planSweep,
  weightsFilesOf,
  type DryRun,
  type ImageCounts,
  type Plan,
  type SweepFile,
} from '@frostline/sweep';
import { readFileSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readOnnxModels } from '../named-files/onnx-models.js';
import { readOwnModules, type OwnModules } from '../named-files/own-modules.js';
import { readWeightsFiles, type FetchProgress } from '../named-files/weights-files.js';

/** A sweep file understood and planned; nothing was written for it. */
export interface PreparedSweep {
  /** Absolute path of the sweep file. */
  readonly file: string;
  readonly sweep: SweepFile;
  readonly competition: Competition;
  /** Absolute path of competition.yaml. */
  readonly competitionFile: string;
  /** One of one's own with the digest of its module. */
  readonly metric: string;
  readonly goal: Goal;
  /** Modules of one's own that the sweep names. */
  readonly modules: OwnModules;
  readonly folds: FoldPlan;
  readonly plan: Plan;
  readonly summary: DryRun;
}

export interface PreparingOptions {
  /** How many runs may go on at once; the machine's parallelism when absent. */
  readonly workers?: number | undefined;
  /** Goes before the file's `run_cap`. */
  readonly runCap?: number | undefined;
  /** Told while weights are fetched. */
  readonly onFetch?: FetchProgress | undefined;
}

/** Reads and plans a sweep. @throws InputError that lists what is wrong in the sweep file or the competition */
export async function prepareSweep(
  sweepFile: string,
  cwd: string,
  known: Catalog,
  { workers = os.availableParallelism(), runCap, onFetch }: PreparingOptions = {},
): Promise<PreparedSweep> {
  const file = path.resolve(cwd, sweepFile);
  const text = readText(file, sweepFile);
  const written = loadSweep(text, { file: sweepFile, catalog: known });
  const placeOf = (member: readonly PropertyKey[]): string => placeInSweep(text, sweepFile, member);
  const sweep = runCap === undefined ? written : { ...written, run_cap: runCap };
  const competitionFile = path.resolve(path.dirname(file), sweep.competition);
  if (statSync(competitionFile, { throwIfNoEntry: false })?.isFile() !== true)
    throw new InputError('file-missing', 'no such competition', {
      place: placeOf(['competition']),
      found: sweep.competition,
      allowed: `the path of a competition file, from ${nearName(path.dirname(file), cwd) || '.'}`,
    });
  const competition = await loadCompetition(competitionFile, { name: nearName(competitionFile, cwd) });
  // Read again after training, when it would be late to hear of a label that is wrong.
  if (hasSolution(competition)) readSolution(competition);
  const modules = await readOwnModules(sweep, { folder: path.dirname(file), placeOf });
  const { name: metric, goal } = modules.metric ?? {
    name: competition.metric,
    goal: metricGoals[competition.metric],
  };
  const { writtenFolds } = competition;
  const foldsPlace = (key: string): string => placeOf(['folds', key]);
  const folds = completeFoldPlan(
    [writtenFolds, { parts: sweep.folds ?? {}, placeOf: foldsPlace }],
    writtenFolds,
  );
  // Workers split in the same way: what they would refuse run by run is refused once, before anything starts.
  const assigned = assignFolds(competition.train, folds, {
    classes: competition.classes,
    place: (sweep.folds?.count === undefined ? writtenFolds.placeOf : foldsPlace)('count'),
  });
  const models = await readOnnxModels(sweep, { folder: path.dirname(file), placeOf });
  const catalog = { ...known, backbones: [...known.backbones, ...models] };
  const named = weightsFilesOf(sweep, catalog);
  const weightsFiles = await readWeightsFiles(named, path.dirname(file), catalog, onFetch);
  for (const [name, found] of Object.entries(weightsFiles))
    if ('problem' in found)
      throw new InputError('bad-weights', `no backbone can begin with these weights: ${found.problem}`, {
        place: placeOf(placeOfWeights(sweep, name)),
        found: name,
        fix: didYouMean(name, tagsOf(catalog)),
      });
  const { lossDigests } = modules;
  const identity = { competitionHash: competition.hash, metric, lossDigests, weightsFiles };
  const plan = planSweep(sweep, catalog, folds, identity);
  refuseUseless(sweep, plan, models, placeOf);
  const planned = dryRun(plan, catalog, imageCounts(competition, assigned, folds), workers, weightsFiles);
  const torn = tornGroup(competition.train, assigned);
  const ofFolds =
    torn === undefined
      ? []
      : [`${folds.kind} folds part groups, and may score what was seen: ${torn.group} is in ${torn.where}`];
  const ofCompetition = [...competition.warnings, ...ofFolds].map((what) => ({ what, trials: [] }));
  const summary = { ...planned, warnings: [...ofCompetition, ...planned.warnings] };
  return { file, sweep, competition, competitionFile, metric, goal, modules, folds, plan, summary };
}

/** A model of which no cell can run was named for nothing: the reason is told where it stands. */
function refuseUseless(
  sweep: SweepFile,
  { trials, duplicates, invalid }: Plan,
  models: readonly BackboneEntry[],
  placeOf: (member: readonly PropertyKey[]) => string,
): void {
  for (const { name, onnx } of models) {
    const isIts = ({ settings }: { settings: TrialSettings }): boolean =>
      settings.backbone === onnx?.shortName;
    const cell = invalid.find(isIts);
    if (cell === undefined || trials.some(isIts) || duplicates.some(isIts)) continue;
    const place = placeOf(placeOfChoice(sweep, 'backbone', name) ?? []);
    throw new InputError('no-cells', cell.reason, { place });
  }
}

function tagsOf({ backbones }: Catalog): string[] {
  return ['auto', ...backbones.flatMap(({ weights }) => (weights === null ? [] : [weights.name]))];
}

function imageCounts(
  { train, test, classes }: Competition,
  assigned: Int32Array,
  { count }: FoldPlan,
): ImageCounts {
  const labelled = new Map(classes.map((name) => [name, 0]));
  for (const { label } of train) {
    const name = classes[label] ?? '';
    labelled.set(name, (labelled.get(name) ?? 0) + 1);
  }
  const validated = assigned.filter((fold) => fold >= 0).length / count;
  return { labelled, validated, test: test.length };
}

/** The path that people read in errors: short where it is below the folder that they are in. */
function nearName(file: string, cwd: string): string {
  const relative = path.relative(cwd, file);
  return relative.startsWith('..') ? file : relative;
}

function wordsOf({ code }: NodeJS.ErrnoException): string | undefined {
  return code === 'ENOENT' || code === 'ENOTDIR' ? 'no such file' : code;
}

function readText(file: string, name: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
    throw new InputError('file-missing', 'cannot read the sweep file', {
      place: name,
      found: isFolder ? 'a folder' : wordsOf(cause as NodeJS.ErrnoException),
      allowed: 'the path of a sweep file, such as sweep.yaml',
      fix: similarFile(file),
      cause,
    });
  }
}
