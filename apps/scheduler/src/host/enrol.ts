import {
  addTrials,
  createSweep,
  listSweeps,
  resumeTrials,
  retryTrials,
  runsOf,
  type Ledger,
  type NewSweep,
} from '@frostline/store';
import type { PlannedTrial } from '@frostline/sweep';
import type { PreparedSweep } from './prepare.js';

/** A planned sweep as the ledger takes it. */
export interface SweepPlan {
  readonly sweep: NewSweep;
  readonly trials: readonly PlannedTrial[];
}

export interface Enrolled {
  readonly sweepId: string;
  /** Numbers of trials: new ones, and those that some sweep of the ledger had. */
  readonly added: number;
  readonly kept: number;
  /** Runs of the plan that wait. */
  readonly openRuns: number;
  /** Trials of the sweep that the plan does not name: of a sweep file that has changed since. */
  readonly unplanned: number;
  /** Ids of sweeps of the same name, where this one is new: other data, folds or metric, so that scores are kept apart. */
  readonly namesakes: readonly string[];
}

export function sweepPlanOf(prepared: PreparedSweep): SweepPlan {
  const { sweep, file, metric, goal, folds, competition, competitionFile, plan } = prepared;
  return {
    sweep: {
      name: sweep.name,
      file,
      spec: sweep,
      metric,
      goal,
      folds,
      competition: { path: competitionFile, hash: competition.hash },
    },
    trials: plan.trials,
  };
}

/** Brings a plan into the ledger: new trials wait, and failed and paused runs of the others wait again. */
export function enrol(ledger: Ledger, { sweep, trials }: SweepPlan): Enrolled {
  const { id, created } = createSweep(ledger, sweep);
  const others = created
    ? listSweeps(ledger).filter((other) => other.name === sweep.name && other.id !== id)
    : [];
  const { added, kept } = addTrials(ledger, id, trials);
  const planned = new Set(trials.map((trial) => trial.id));
  for (const trial of kept) {
    retryTrials(ledger, id, { trialId: trial });
    resumeTrials(ledger, id, { trialId: trial });
  }
  const runs = runsOf(ledger, id);
  const open = runs.filter((run) => planned.has(run.trialId) && run.state === 'waiting');
  const unplanned = new Set(runs.map((run) => run.trialId).filter((trial) => !planned.has(trial)));
  return {
    sweepId: id,
    added: added.length,
    kept: kept.length,
    openRuns: open.length,
    unplanned: unplanned.size,
    namesakes: others.map((other) => other.id),
  };
}
