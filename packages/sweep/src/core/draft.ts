import { InternalError } from '@frostline/base';
import type { RunState } from '@frostline/protocol';
import type { CoreCommand } from './commands.js';
import type { CoreRun, CoreState, CoreWorker, Hold } from './state.js';

/** The next state while one event is worked off: copies on the first write, collects commands. */
export class Draft {
  readonly commands: CoreCommand[] = [];
  private runs: CoreRun[] | undefined;
  private positions: Map<string, number> | undefined;
  private workers: Map<string, CoreWorker> | undefined;
  private counted: Record<RunState, number> | undefined;
  private drained: boolean;
  endsAt: number | undefined;
  tickedAt: number | undefined;

  constructor(private readonly before: CoreState) {
    this.drained = before.drained;
    this.endsAt = before.endsAt;
    this.tickedAt = before.tickedAt;
  }

  get limits() {
    return this.before.limits;
  }

  say(command: CoreCommand): void {
    this.commands.push(command);
  }

  allRuns(): readonly CoreRun[] {
    return this.runs ?? this.before.runs;
  }

  get counts(): CoreState['counts'] {
    return this.counted ?? this.before.counts;
  }

  allWorkers(): ReadonlyMap<string, CoreWorker> {
    return this.workers ?? this.before.workers;
  }

  run(id: string): CoreRun {
    const position = (this.positions ?? this.before.positions).get(id);
    const run = position === undefined ? undefined : this.allRuns()[position];
    if (run === undefined) throw new InternalError(`the scheduler knows no run ${id}`);
    return run;
  }

  has(id: string): boolean {
    return (this.positions ?? this.before.positions).has(id);
  }

  addRun(run: CoreRun): void {
    this.positions ??= new Map(this.before.positions);
    this.runs ??= [...this.before.runs];
    this.positions.set(run.id, this.runs.length);
    this.runs.push(run);
    this.count(run.state, 1);
  }

  changeRun(id: string, change: Partial<CoreRun>): CoreRun {
    const before = this.run(id);
    const run = { ...before, ...change };
    this.count(before.state, -1);
    this.count(run.state, 1);
    this.runs ??= [...this.before.runs];
    const position = (this.positions ?? this.before.positions).get(id);
    if (position !== undefined) this.runs[position] = run;
    return run;
  }

  setWorker(id: string, worker: CoreWorker | undefined): void {
    this.workers ??= new Map(this.before.workers);
    if (worker === undefined) this.workers.delete(id);
    else this.workers.set(id, worker);
  }

  /** The worker that holds a run under this attempt; undefined when the attempt is stale. */
  holder(run: string, attempt: number): { worker: string; hold: Hold; dying: boolean } | undefined {
    for (const [id, worker] of this.allWorkers()) {
      if (worker.state === 'idle' || worker.hold?.run !== run || worker.hold.attempt !== attempt) continue;
      return { worker: id, hold: worker.hold, dying: worker.state === 'dying' };
    }
    return undefined;
  }

  setDrained(drained: boolean): void {
    if (drained && !this.drained) this.say({ type: 'drained' });
    this.drained = drained;
  }

  /** The state after the event; the one before when nothing changed. */
  finish(): CoreState {
    const { before } = this;
    const changed = this.runs ?? this.workers;
    const same =
      this.drained === before.drained && this.endsAt === before.endsAt && this.tickedAt === before.tickedAt;
    if (changed === undefined && same) return before;
    return {
      ...before,
      runs: this.allRuns(),
      positions: this.positions ?? before.positions,
      counts: this.counts,
      workers: this.allWorkers(),
      endsAt: this.endsAt,
      tickedAt: this.tickedAt,
      drained: this.drained,
    };
  }

  private count(state: RunState, change: 1 | -1): void {
    this.counted ??= { ...this.before.counts };
    this.counted[state] += change;
  }
}
