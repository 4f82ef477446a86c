import type { RecentFailure, RunningRun, RunState, StatusReply } from '@frostline/protocol';
import type { FailedAttempt, FoundRun } from '@frostline/store';
import type { OwnerStatus } from '../host/controls.js';
import { trialLabel } from './trial-label.js';

export interface StatusParts {
  /** Runs of the sweep by state. */
  readonly counts: Readonly<Partial<Record<RunState, number>>>;
  /** What the owner of this sweep says; undefined while none lives. */
  readonly owner: OwnerStatus | undefined;
  /** The runs that its workers hold. */
  readonly held: readonly FoundRun[];
  readonly failures: readonly FailedAttempt[];
}

/** The work of a sweep in runs; a running one counts by the part of its steps that is done. */
export interface SweepWork {
  /** Runs that are done or will be, so not the paused ones. */
  readonly runs: number;
  readonly work: number;
  /** Runs altogether. */
  readonly total: number;
}

/** How much of a sweep's work is done. */
export function sweepWork({ counts, owner }: Pick<StatusParts, 'counts' | 'owner'>): SweepWork {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const ended = (counts.complete ?? 0) + (counts.pruned ?? 0) + (counts.failed ?? 0);
  const parts = (owner?.workers ?? []).map(({ runId, step, totalSteps }) =>
    runId === null || step === null || totalSteps === null ? 0 : step / totalSteps,
  );
  const work = ended + parts.reduce((sum, part) => sum + part, 0);
  return { runs: total - (counts.paused ?? 0), work: Math.min(work, total), total };
}

/** What is going on in a sweep. */
export function statusReply(parts: StatusParts, etaSeconds: number | undefined): StatusReply {
  const { counts, owner, held, failures } = parts;
  const { work, total } = sweepWork(parts);
  const runs = new Map(held.map((run) => [run.id, run]));
  return {
    live: owner !== undefined,
    runs: { ...counts },
    progress: total === 0 ? 0 : work / total,
    etaSeconds: etaSeconds ?? null,
    devices: (owner?.workers ?? []).map(({ slot, pid, runId, step, totalSteps }) => {
      const run = runId === null ? undefined : runs.get(runId);
      return { slot, pid, run: run === undefined ? null : { ...describeRun(run), step, totalSteps } };
    }),
    failures: failures.map(describeFailure),
  };
}

function describeRun(run: FoundRun): Omit<RunningRun, 'step' | 'totalSteps'> {
  const { id, trialId, fold, attempts, settings } = run;
  return { run: id, trial: trialId, label: trialLabel(settings), fold, attempt: attempts };
}

function describeFailure(failed: FailedAttempt): RecentFailure {
  const { runId, trialId, settings, fold, attempt, failure, code, message, ended } = failed;
  return {
    run: runId,
    trial: trialId,
    label: trialLabel(settings),
    fold,
    attempt,
    class: failure,
    code,
    message,
    ended,
  };
}
