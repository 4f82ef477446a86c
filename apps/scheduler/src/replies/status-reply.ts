import type { RecentFailure, RunningRun, RunState, StatusReply } from '@frostline/protocol';
import type { CheckpointedRun, FailedAttempt, FoundRun } from '@frostline/store';
import type { OwnerStatus } from '../host/controls.js';
import { trialLabel } from './trial-label.js';

export interface StatusParts {
  /** Runs of the sweep by state. */
  readonly counts: Readonly<Partial<Record<RunState, number>>>;
  /** What the owner of this sweep says; undefined while none lives. */
  readonly owner: OwnerStatus | undefined;
  /** The runs that are to go on from a checkpoint. */
  readonly checkpointed: readonly Pick<CheckpointedRun, 'id' | 'state' | 'step' | 'totalSteps'>[];
  /** The runs that its workers hold. */
  readonly held: readonly FoundRun[];
  readonly failures: readonly FailedAttempt[];
}

/** The work of a sweep in runs; one that is not over counts by the part of its steps that is done. */
export interface SweepWork {
  /** Work that is done or will be: so of the paused runs only what is done. */
  readonly runs: number;
  readonly work: number;
  /** Share of all runs' work that is done, 0..1: of a failed run nothing, of a paused one what its checkpoint holds. */
  readonly progress: number;
}

/** How much of a sweep's work is done. */
export function sweepWork({
  counts,
  owner,
  checkpointed,
}: Pick<StatusParts, 'counts' | 'owner' | 'checkpointed'>): SweepWork {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const failed = counts.failed ?? 0;
  const ended = (counts.complete ?? 0) + (counts.pruned ?? 0) + failed;
  const held = new Map(
    (owner?.workers ?? []).flatMap(({ runId, step, totalSteps }) =>
      runId === null || step === null || totalSteps === null ? [] : [[runId, step / totalSteps] as const],
    ),
  );
  const kept = checkpointed.filter(({ id }) => !held.has(id));
  const part = (runs: typeof kept): number =>
    runs.reduce((sum, { step, totalSteps }) => sum + Math.min(1, step / totalSteps), 0);
  const work = ended + [...held.values()].reduce((sum, share) => sum + share, 0) + part(kept);
  const paused = (counts.paused ?? 0) - part(kept.filter(({ state }) => state === 'paused'));
  return {
    runs: total - paused,
    work: Math.min(work, total),
    progress: total === 0 ? 0 : Math.min(work - failed, total - failed) / total,
  };
}

/** What is going on in a sweep. */
export function statusReply(parts: StatusParts, etaSeconds: number | undefined): StatusReply {
  const { counts, owner, held, failures } = parts;
  const open = (counts.waiting ?? 0) + (counts.running ?? 0);
  const runs = new Map(held.map((run) => [run.id, run]));
  return {
    live: owner !== undefined,
    runs: { ...counts },
    progress: sweepWork(parts).progress,
    // Of what is paused nobody knows when it goes on.
    etaSeconds: open === 0 ? null : (etaSeconds ?? null),
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
