import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance } from './advance.js';
import type { CoreCommand } from './commands.js';
import type { CoreEvent } from './events.js';
import { initialState, type CoreState } from './state.js';

/**
 * A world that drives the core at random: messages of workers are delivered, dropped, repeated or late, processes die,
 * people stop, resume and retry. After every event the invariants hold; once the world is kind, everything ends.
 */
const RUNS = 6;
const WORKERS = ['u', 'v', 'w'];
const LIMITS = { startMs: 50, silentMs: 20, stopMs: 10 };

type Move = readonly [kind: number, pick: number, fate: number];
type Message = Extract<CoreEvent, { attempt: number }>;

class World {
  state: CoreState = initialState(LIMITS);
  readonly log: CoreEvent[] = [];
  readonly said: CoreCommand[] = [];
  private at = 0;
  /** What live processes work on, by worker. */
  private readonly processes = new Map<string, { run: string; attempt: number } | undefined>();
  /** Messages that may still arrive, or arrive again. */
  private readonly mail: Message[] = [];

  constructor() {
    const runs = Array.from({ length: RUNS }, (_, index) => ({
      id: `r${index}`,
      trialId: `t${index >> 1}`,
      state: 'waiting' as const,
      attempts: 0,
      failures: {},
      priority: 0,
      settings: { batch_size: 2 ** index },
    }));
    this.send({ type: 'runs-added', runs, at: 0 });
  }

  private send(event: CoreEvent): void {
    const before = this.state;
    const { state, commands } = advance(before, event);
    this.state = state;
    this.log.push(event);
    this.said.push(...commands);
    for (const command of commands) this.obey(command);
    checkStep(before, state, event);
  }

  private obey(command: CoreCommand): void {
    // A process that is gone without a word hears nothing.
    if (command.type === 'assign' && this.processes.has(command.worker))
      this.processes.set(command.worker, { run: command.run, attempt: command.attempt });
  }

  private report(
    worker: string,
    type: 'run-started' | 'run-heartbeat' | 'run-finished' | 'run-stopped' | 'run-failed',
    failure: number,
  ): Message | undefined {
    const held = this.processes.get(worker);
    if (held === undefined) return undefined;
    const base = { ...held, at: this.at };
    if (type === 'run-failed') {
      const classes = ['bug', 'bad-data', 'non-finite', 'out-of-memory', 'disk-full'] as const;
      return { ...base, type, failure: classes[failure % classes.length] ?? 'bug', message: 'm' };
    }
    if (type === 'run-finished' || type === 'run-stopped') this.processes.set(worker, undefined);
    return { ...base, type };
  }

  private post(message: Message | undefined, fate: number): void {
    if (message === undefined) return;
    this.mail.push(message);
    // 0: lost on the way; 1: late, by another move; else now, and perhaps again later.
    if (fate % 8 > 1) this.send(message);
  }

  move([kind, pick, fate]: Move): void {
    this.at += fate % 7;
    const worker = WORKERS[pick % WORKERS.length] ?? 'u';
    const selections = [{}, { trialId: `t${pick % (RUNS / 2)}` }, { runId: `r${pick % RUNS}` }];
    const selection = selections[fate % 3];
    switch (kind % 14) {
      case 0:
      case 1:
        if (!this.processes.has(worker)) this.processes.set(worker, undefined);
        return this.send({ type: 'worker-ready', worker, at: this.at });
      case 2:
        return this.post(this.report(worker, 'run-started', fate), fate);
      case 3:
        return this.post(this.report(worker, 'run-heartbeat', fate), fate);
      case 4:
        return this.post(this.report(worker, 'run-finished', fate), fate);
      case 5:
        return this.post(this.report(worker, 'run-stopped', fate), fate);
      case 6:
        return this.post(this.report(worker, 'run-failed', pick), fate);
      case 7:
        this.processes.delete(worker);
        if (fate % 4 > 0) this.send({ type: 'worker-lost', worker, reason: 'died', at: this.at });
        return;
      case 8: {
        const old = this.mail[pick % Math.max(1, this.mail.length)];
        return old === undefined ? undefined : this.send({ ...old, at: this.at });
      }
      case 9:
        this.at += fate * 3;
        return this.send({ type: 'tick', at: this.at });
      case 10:
        return this.send({ type: fate % 2 === 0 ? 'stop' : 'resume', at: this.at, ...selection });
      case 11:
        return this.send({
          type: 'prioritize',
          trialId: `t${pick % (RUNS / 2)}`,
          priority: (fate % 3) - 1,
          at: this.at,
        });
      case 12:
        return this.send({ type: 'time-given', ms: fate * 20, at: this.at });
      default:
        return this.send({ type: 'retry', at: this.at, ...selection });
    }
  }

  /** From now on every process is honest, every kill works, and every run is wanted. */
  settle(): void {
    this.send({ type: 'time-given', ms: Infinity, at: this.at });
    this.send({ type: 'resume', at: this.at });
    for (let round = 0; round < 20 * RUNS && !this.drained(); round++) {
      this.at += LIMITS.startMs + 1;
      this.send({ type: 'tick', at: this.at });
      for (const [worker, { state }] of this.state.workers) {
        if (state === 'dying') {
          this.processes.delete(worker);
          this.send({ type: 'worker-lost', worker, reason: 'killed', at: this.at });
        }
      }
      for (const worker of WORKERS) {
        if (!this.processes.has(worker)) this.processes.set(worker, undefined);
        this.send({ type: 'worker-ready', worker, at: this.at });
        const message = this.report(worker, 'run-finished', 0);
        if (message !== undefined) this.send(message);
      }
    }
  }

  drained(): boolean {
    return this.state.runs.every(
      ({ state }) => state === 'complete' || state === 'failed' || state === 'paused',
    );
  }
}

/** How many worlds: more on demand. */
const seeds = Number(process.env['FROSTLINE_SEEDS'] ?? 500);
/** Of a failure that was printed, to see it again. */
const again = {
  ...(process.env['FROSTLINE_SEED'] !== undefined && { seed: Number(process.env['FROSTLINE_SEED']) }),
  ...(process.env['FROSTLINE_PATH'] !== undefined && { path: process.env['FROSTLINE_PATH'] }),
};

const isTerminal = (state: string | undefined): boolean =>
  state === 'complete' || state === 'failed' || state === 'pruned';

/** Plain comparisons: they run a hundred thousand times. */
function checkStep(before: CoreState, after: CoreState, event: CoreEvent): void {
  const must = (holds: boolean, what: string): void => {
    if (!holds) throw new Error(`${what}, after ${JSON.stringify(event)}`);
  };
  const holds = (state: CoreState) =>
    [...state.workers.values()].flatMap((worker) =>
      worker.state === 'idle' || worker.hold === undefined ? [] : [worker.hold],
    );
  const held = holds(after).map(({ run }) => run);
  const running = after.runs.filter(({ state }) => state === 'running').map(({ id }) => id);
  must(new Set(held).size === held.length, 'a run is held by at most one worker');
  must(held.sort().join() === running.sort().join(), 'a run is running exactly while it is held');
  const count = (state: string): number => after.runs.filter((run) => run.state === state).length;
  must(
    Object.entries(after.counts).every(([state, counted]) => counted === count(state)),
    'every run is counted under its state',
  );
  for (const [index, run] of after.runs.entries()) {
    const earlier = before.runs[index];
    const reopened = earlier?.state === 'failed' && event.type === 'retry';
    const moved = event.type === 'prioritize' && run.state === earlier?.state;
    must(
      !isTerminal(earlier?.state) || run === earlier || reopened || moved,
      'a run that is over does not change',
    );
    const { 'disk-full': full = 0, 'out-of-memory': shortages = 0 } = run.failures;
    const failures = Object.values(run.failures).reduce((sum, count) => sum + count, 0);
    must(failures - full - shortages <= 3, 'a run fails at most three times');
    must(shortages <= Math.min(5, 1 + Math.log2(run.batchSize)), 'a batch is divided at most so often');
    must(run.attempts >= (earlier?.attempts ?? 0), 'attempts only grow');
  }
  const idle = [...after.workers.values()].some(({ state }) => state === 'idle');
  const waiting = after.runs.some(({ state }) => state === 'waiting');
  must(!idle || !waiting, 'no worker is idle while a run waits');
  const over = after.endsAt !== undefined && event.at >= after.endsAt && event.type !== 'run-heartbeat';
  must(!over || !waiting, 'nothing waits when the time is over');
  must(!over || holds(after).every(({ stopping }) => stopping), 'nothing goes on when the time is over');
  for (const run of after.runs) {
    const started =
      run.state === 'running' && before.runs.find(({ id }) => id === run.id)?.state !== 'running';
    const left = after.runs.filter(({ state }) => state === 'waiting');
    must(!started || left.every(({ priority }) => priority <= run.priority), 'a higher priority goes first');
  }
  if (!('attempt' in event)) return;
  const known = holds(before).some(({ run, attempt }) => run === event.run && attempt === event.attempt);
  must(known || after === before || over, 'a stale report changes nothing');
}

const moves = fc.array(fc.tuple(fc.nat(1000), fc.nat(1000), fc.nat(30)), { maxLength: 100, size: 'max' });

describe('advance, driven at random', () => {
  it('keeps its invariants, and ends every run once workers keep coming', () => {
    fc.assert(
      fc.property(moves, (list: readonly Move[]) => {
        const world = new World();
        list.forEach((move) => world.move(move));
        world.settle();
        expect(world.drained()).toBe(true);
        expect(world.state.runs.filter(({ state }) => state === 'paused')).toEqual([]);
      }),
      { numRuns: seeds, ...again },
    );
  });

  it('gives the same commands for the same events', () => {
    fc.assert(
      fc.property(moves, (list: readonly Move[]) => {
        const world = new World();
        list.forEach((move) => world.move(move));
        let state = initialState(LIMITS);
        const said = world.log.flatMap((event) => {
          const next = advance(state, event);
          state = next.state;
          return next.commands;
        });
        expect(said).toEqual(world.said);
        expect(state).toEqual(world.state);
      }),
      { numRuns: 30 },
    );
  });
});
