import { InputError } from '@frostline/base';
import {
  annotateTrial,
  findSelection,
  findSweep,
  findTrial,
  pauseTrials,
  prioritizeTrial,
  resumeTrials,
  retryTrials,
  runsOf,
  sweepIdOf,
  type Ledger,
  type RunRow,
  type SweepRow,
} from '@frostline/store';
import type { AnnotateRequest, ChangeReply } from '@frostline/protocol';
import { isSelected, type CoreState, type Selection } from '@frostline/sweep';
import type {
  ExtendReply,
  ExtendRequest,
  OwnerControls,
  OwnerStatus,
  PrioritizeRequest,
  ResumeRequest,
  RetryRequest,
  StopRequest,
} from './controls.js';
import { enrol } from './enrol.js';
import type { Happening } from './happening.js';
import { countStates } from './sweep-progress.js';

/** What the controls need of the host that they steer. */
export interface ControlledHost {
  readonly isEnding: boolean;
  /** Whether paused runs keep it from ending. */
  readonly staysPaused: boolean;
  readonly coreState: CoreState;
  workers(): OwnerStatus['workers'];
  happen(happening: Happening): void;
  /** Takes up runs that wait in the ledger; those that it knows stay as they are. */
  addRuns(runs: readonly RunRow[]): void;
  /** Takes over where the files of the sweep and of runs that it knows lie now. */
  findAt(sweep: SweepRow, runs: readonly RunRow[]): void;
}

/** Steers a running sweep from outside: the ledger is changed first for runs that nobody holds, then the core is told. */
export class SweepControls implements OwnerControls {
  constructor(
    private readonly host: ControlledHost,
    private readonly ledger: Ledger,
    private readonly sweep: SweepRow,
  ) {}

  status(): OwnerStatus {
    const { id, name } = this.sweep;
    return {
      pid: process.pid,
      sweep: { id, name },
      goesOn: this.goesOn(),
      runs: countStates(this.host.coreState),
      workers: this.host.workers(),
    };
  }

  stop(request: StopRequest): number {
    const selection = this.selected(request);
    const concerned = this.host.coreState.runs.filter(
      (run) => isSelected(run, selection) && (run.state === 'waiting' || run.state === 'running'),
    );
    pauseTrials(this.ledger, this.sweep.id, selection);
    this.host.happen({ type: 'stop', ...selection });
    return concerned.length;
  }

  resume(request: ResumeRequest): ChangeReply {
    const selection = this.selected(request);
    const stopping = this.stoppingRuns(selection);
    const changed = resumeTrials(this.ledger, this.sweep.id, selection);
    this.takeUp(changed);
    this.host.happen({ type: 'resume', ...selection });
    return this.reopened([...changed, ...stopping]);
  }

  retry(request: RetryRequest): ChangeReply {
    const selection = this.selected(request);
    const changed = retryTrials(this.ledger, this.sweep.id, selection);
    this.takeUp(changed);
    this.host.happen({ type: 'retry', ...selection });
    return this.reopened(changed);
  }

  prioritize({ sweep, trial, priority }: PrioritizeRequest): number {
    this.refuseOtherSweep(sweep);
    const trialId = findTrial(this.ledger, this.sweep.id, trial);
    prioritizeTrial(this.ledger, this.sweep.id, trialId, priority);
    this.host.happen({ type: 'prioritize', trialId, priority });
    return this.host.coreState.runs.filter((run) => run.trialId === trialId && run.state === 'waiting')
      .length;
  }

  annotate({ sweep, trial, ...annotation }: AnnotateRequest): number {
    const { id } = findSweep(this.ledger, sweep ?? this.sweep.id);
    annotateTrial(this.ledger, findTrial(this.ledger, id, trial), annotation);
    return 1;
  }

  extend(plan: ExtendRequest): ExtendReply {
    this.refuseWhenEnding();
    const { id, name } = this.sweep;
    if (sweepIdOf(plan.sweep) !== id)
      throw new InputError('owned', `another frostline owns this state folder (pid ${process.pid})`, {
        found: `the sweep ${plan.sweep.name}, or another competition, metric or folds`,
        allowed: `more of the sweep that it runs, ${name} (${id})`,
        fix: 'wait until it is done, or end it with `frostline stop`; where it shows a page, with Ctrl-C',
      });
    const { sweepId, added, kept, openRuns } = enrol(this.ledger, plan);
    const planned = new Set(plan.trials.map((trial) => trial.id));
    const states = new Map(this.host.coreState.runs.map((run) => [run.id, run.state]));
    const runs = runsOf(this.ledger, id).filter(({ trialId }) => planned.has(trialId));
    this.host.findAt(findSweep(this.ledger, id), runs);
    for (const run of runs) {
      if (run.state !== 'waiting') continue;
      if (states.get(run.id) === 'failed') this.host.happen({ type: 'retry', trialId: run.trialId });
      if (states.get(run.id) === 'paused') this.host.happen({ type: 'resume', trialId: run.trialId });
    }
    this.host.addRuns(runs.filter((run) => !states.has(run.id)));
    return { sweepId, added, kept, openRuns };
  }

  /** Pauses everything, each run after a checkpoint: for the first Ctrl-C. */
  pause(): void {
    if (!this.host.isEnding) this.stop({});
  }

  /** Runs of trials that the sweep file no longer names are not the host's, until somebody asks for them. */
  private takeUp(runs: readonly string[]): void {
    const moved = new Set(runs);
    const known = new Set(this.host.coreState.runs.map(({ id }) => id));
    if (runs.every((id) => known.has(id))) return;
    this.host.addRuns(runsOf(this.ledger, this.sweep.id).filter(({ id }) => moved.has(id) && !known.has(id)));
  }

  /** What is said of runs that were to go on: those that are paused or stopping nevertheless came after the hours. */
  private reopened(runs: readonly string[]): ChangeReply {
    const paused = this.host.coreState.runs.filter(({ state }) => state === 'paused').map(({ id }) => id);
    const heldBack = new Set([...paused, ...this.stoppingRuns({})]);
    const changed = runs.filter((id) => !heldBack.has(id)).length;
    if (changed === runs.length) return { changed };
    return {
      changed,
      notice:
        'the hours of this sweep are over, nothing more begins: run `frostline resume` once it has ended',
    };
  }

  private stoppingRuns(selection: Selection): string[] {
    const { runs, workers } = this.host.coreState;
    const stopping = new Set<string>();
    for (const worker of workers.values())
      if (worker.state !== 'idle' && worker.hold?.stopping === true) stopping.add(worker.hold.run);
    return runs.filter((run) => stopping.has(run.id) && isSelected(run, selection)).map(({ id }) => id);
  }

  private goesOn(): boolean {
    const stopping = new Set(this.stoppingRuns({}));
    const { staysPaused, coreState } = this.host;
    return coreState.runs.some(
      ({ id, state }) =>
        state === 'waiting' ||
        (state === 'running' && !stopping.has(id)) ||
        (staysPaused && (state === 'paused' || state === 'running')),
    );
  }

  private selected({ sweep, ...named }: StopRequest): Selection {
    this.refuseOtherSweep(sweep);
    return findSelection(this.ledger, this.sweep.id, named);
  }

  private refuseOtherSweep(sweep: string | undefined): void {
    const { id, name } = this.sweep;
    this.refuseWhenEnding();
    if (sweep !== undefined && findSweep(this.ledger, sweep).id !== id)
      throw new InputError('no-sweep', 'another sweep is running', {
        found: sweep,
        allowed: `${name} (${id})`,
      });
  }

  private refuseWhenEnding(): void {
    if (this.host.isEnding)
      throw new InputError('owner-ending', 'the sweep has just ended', { fix: 'try again' });
  }
}
