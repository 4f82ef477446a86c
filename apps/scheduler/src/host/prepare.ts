import { InputError } from '@frostline/base';
import { loadCompetition, type Competition } from '@frostline/data';
import type { Catalog, FoldPlan, MetricName } from '@frostline/protocol';
import {
  dryRun,
  loadSweep,
  planSweep,
  weightsFilesOf,
  type DryRun,
  type Plan,
  type SweepFile,
} from '@frostline/sweep';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readWeightsFiles } from './weights-files.js';

/** A sweep file understood and planned; nothing was written for it. */
export interface PreparedSweep {
  /** Absolute path of the sweep file. */
  readonly file: string;
  readonly sweep: SweepFile;
  readonly competition: Competition;
  /** Absolute path of competition.yaml. */
  readonly competitionFile: string;
  readonly metric: MetricName;
  readonly goal: 'maximize';
  readonly folds: FoldPlan;
  readonly plan: Plan;
  readonly summary: DryRun;
}

/** Reads and plans a sweep. @throws InputError that lists what is wrong in the sweep file or the competition */
export async function prepareSweep(sweepFile: string, cwd: string, catalog: Catalog): Promise<PreparedSweep> {
  const file = path.resolve(cwd, sweepFile);
  const sweep = loadSweep(readText(file, sweepFile), { file: sweepFile, catalog });
  const competitionFile = path.resolve(path.dirname(file), sweep.competition);
  const competition = loadCompetition(nearName(competitionFile));
  const metric = sweep.metric?.name ?? competition.metric;
  const folds = sweep.folds ?? competition.folds;
  const named = weightsFilesOf(sweep, catalog);
  const weightsFiles = await readWeightsFiles(named, path.dirname(file), catalog);
  const identity = { competitionHash: competition.hash, metric, weightsFiles };
  const plan = planSweep(sweep, catalog, folds, identity);
  const counts = { labelled: competition.train.length, test: competition.test.length };
  const summary = dryRun(plan, catalog, counts);
  return { file, sweep, competition, competitionFile, metric, goal: 'maximize', folds, plan, summary };
}

/** The path that people read in errors: short where it is below the process's folder. */
function nearName(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith('..') ? file : relative;
}

function readText(file: string, name: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InputError('file-missing', 'cannot read the sweep file', { place: name, cause });
  }
}
