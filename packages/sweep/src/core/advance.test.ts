import { describe, expect, it } from 'vitest';
import { advance } from './advance.js';
import type { CoreCommand } from './commands.js';
import type { CoreEvent, KnownRun } from './events.js';
import { initialState, type CoreState } from './state.js';

const limits = { startMs: 1000, silentMs: 100, stopMs: 40 };

/** A core that remembers; `at` is the last event's unless told. */
class Core {
  state: CoreState = initialState(limits);
  private at = 0;

  send(
    event: CoreEvent extends infer E ? (E extends unknown ? Omit<E, 'at'> : never) : never,
    at = this.at,
  ): string[] {
    this.at = at;
    const { state, commands } = advance(this.state, { ...event, at });
    this.state = state;
    return commands.map(brief);
  }

  add(...runs: KnownRun[]): string[] {
    return this.send({ type: 'runs-added', runs });
  }

  states(): string[] {
    return this.state.runs.map(({ id, state }) => `${id} ${state}`);
  }
}

function brief(command: CoreCommand): string {
  switch (command.type) {
    case 'assign':
      return `assign ${command.run}#${command.attempt} ${command.worker}${command.parts > 1 ? ` in ${command.parts}` : ''}`;
    case 'stop-run':
      return `stop-run ${command.worker}`;
    case 'kill-worker':
      return `kill-worker ${command.worker}: ${command.reason}`;
    case 'requeue':
      return `requeue ${command.run}: ${command.reason}`;
    case 'fail':
      return `fail ${command.run}: ${command.failure}`;
    case 'pause':
      return `pause ${command.run}`;
    case 'time-spent':
      return 'time-spent';
    case 'disk-full':
      return `disk-full: ${command.message}`;
    case 'drained':
      return 'drained';
  }
}

const run = (id: string, change: Partial<KnownRun> = {}): KnownRun => ({
  id,
  trialId: id[0] ?? '',
  state: 'waiting',
  attempts: 0,
  settings: { batch_size: 32 },
  failures: {},
  priority: 0,
  ...change,
});
const of = (id: string, attempt = 1) => ({ run: id, attempt });

describe('order', () => {
  it('lets a worker go on with its trial, gives others the next one, and says when all is done', () => {
    const core = new Core();
    expect(core.add(run('a0'), run('a1'), run('b0'), run('b1'))).toEqual([]);
    expect(core.send({ type: 'worker-ready', worker: 'w' })).toEqual(['assign a0#1 w']);
    expect(core.send({ type: 'worker-ready', worker: 'v' })).toEqual(['assign b0#1 v']);
    expect(core.send({ type: 'run-finished', ...of('b0') })).toEqual(['assign b1#1 v']);
    expect(core.send({ type: 'run-finished', ...of('b1') })).toEqual(['assign a1#1 v']);
    expect(core.send({ type: 'run-finished', ...of('a0') })).toEqual([]);
    expect(core.send({ type: 'run-finished', ...of('a1') })).toEqual(['drained']);
    expect(core.send({ type: 'tick' })).toEqual([]);
    expect(core.states()).toEqual(['a0 complete', 'a1 complete', 'b0 complete', 'b1 complete']);
  });

  it('takes up what was begun before anything new', () => {
    const core = new Core();
    core.add(run('a0'), run('a1'), run('b0', { attempts: 1 }));
    expect(core.send({ type: 'worker-ready', worker: 'w' })).toEqual(['assign b0#2 w']);
  });

  it('takes what has a higher priority first, even before what was begun; what runs stays', () => {
    const core = new Core();
    core.add(run('a0'), run('a1'), run('b0', { attempts: 1 }), run('c0'), run('d0', { priority: 1 }));
    expect(core.send({ type: 'worker-ready', worker: 'w' })).toEqual(['assign d0#1 w']);
    expect(core.send({ type: 'prioritize', trialId: 'c', priority: 2 })).toEqual([]);
    expect(core.send({ type: 'prioritize', trialId: 'b', priority: -1 })).toEqual([]);
    expect(core.send({ type: 'worker-ready', worker: 'v' })).toEqual(['assign c0#1 v']);
    expect(core.send({ type: 'run-finished', ...of('c0') })).toEqual(['assign a0#1 v']);
    expect(core.send({ type: 'run-finished', ...of('d0') })).toEqual(['assign a1#1 w']);
    expect(core.send({ type: 'run-finished', ...of('a1') })).toEqual(['assign b0#2 w']);
  });

  it('repeats no finished run after a restart, and what was running goes on as no failure of its own', () => {
    const core = new Core();
    core.send({ type: 'worker-ready', worker: 'w' });
    expect(
      core.add(run('a0', { state: 'complete', attempts: 1 }), run('a1', { state: 'running', attempts: 3 })),
    ).toEqual(['requeue a1: its owner is gone', 'assign a1#4 w']);
    expect(core.state.runs[1]?.failures).toEqual({});
    expect(core.send({ type: 'run-finished', ...of('a1', 4) })).toEqual(['drained']);
  });

  it('says drained at once when there is nothing to do, and again after an extension', () => {
    const core = new Core();
    expect(core.add(run('a0', { state: 'failed' }))).toEqual(['drained']);
    expect(core.add(run('a0'), run('b0'))).toEqual([]);
    expect(core.states()).toEqual(['a0 failed', 'b0 waiting']);
    core.send({ type: 'worker-ready', worker: 'w' });
    expect(core.send({ type: 'run-finished', ...of('b0') })).toEqual(['drained']);
  });
});

describe('failures', () => {
  const running = (change: Partial<KnownRun> = {}): Core => {
    const core = new Core();
    core.add(run('a0', change));
    core.send({ type: 'worker-ready', worker: 'w' });
    return core;
  };

  it('tries a lost run three times in all', () => {
    const core = running();
    const lose = (): string[] => core.send({ type: 'worker-lost', worker: 'w', reason: 'SIGKILL' });
    expect(lose()).toEqual(['requeue a0: lost: SIGKILL']);
    expect(core.send({ type: 'worker-ready', worker: 'w' })).toEqual(['assign a0#2 w']);
    lose();
    expect(core.send({ type: 'worker-ready', worker: 'w' })).toEqual(['assign a0#3 w']);
    expect(lose()).toEqual(['fail a0: lost', 'drained']);
  });

  it.each([
    ['bad-input', 1],
    ['bad-data', 1],
    ['non-finite', 1],
    ['bug', 2],
  ] as const)(
    'after a failure of class %s gives up at number %d, with a fresh process each time',
    (failure, most) => {
      const core = running();
      for (let attempt = 1; attempt <= most; attempt++) {
        const commands = core.send({ type: 'run-failed', failure, message: 'm', ...of('a0', attempt) });
        expect(commands).toContain('kill-worker w: replaced after a failure');
        expect(commands).toContain(attempt < most ? `requeue a0: ${failure}: m` : `fail a0: ${failure}`);
        expect(commands.join()).not.toContain('assign');
        expect(core.send({ type: 'worker-lost', worker: 'w', reason: 'replaced' })).toEqual([]);
        const next = core.send({ type: 'worker-ready', worker: 'w' });
        expect(next).toEqual(attempt < most ? [`assign a0#${attempt + 1} w`] : []);
      }
      expect(core.states()).toEqual(['a0 failed']);
    },
  );

  it('divides the batch further after each failure for want of memory, down to one image', () => {
    const core = running({ settings: { batch_size: 6 } });
    const fail = (attempt: number): string[] => [
      ...core.send({ type: 'run-failed', failure: 'out-of-memory', message: 'm', ...of('a0', attempt) }),
      ...core.send({ type: 'worker-lost', worker: 'w', reason: 'replaced' }),
      ...core.send({ type: 'worker-ready', worker: 'w' }),
    ];
    expect(fail(1)).toContain('assign a0#2 w in 2');
    expect(fail(2)).toContain('assign a0#3 w in 6');
    expect(fail(3)).toContain('fail a0: out-of-memory');
    core.send({ type: 'retry' });
    expect(core.state.runs[0]).toMatchObject({ state: 'running', attempts: 4, failures: {} });
  });

  it('ends at a sixteenth of the batch, and counts want of memory among no other failures', () => {
    const core = running();
    const fail = (attempt: number, failure: 'out-of-memory' | 'bug'): string[] => [
      ...core.send({ type: 'run-failed', failure, message: 'm', ...of('a0', attempt) }),
      ...core.send({ type: 'worker-lost', worker: 'w', reason: 'replaced' }),
      ...core.send({ type: 'worker-ready', worker: 'w' }),
    ];
    const said = [1, 2, 3, 4].map((attempt) => fail(attempt, 'out-of-memory').at(-1));
    expect(said).toEqual([2, 4, 8, 16].map((parts, index) => `assign a0#${index + 2} w in ${parts}`));
    expect(fail(5, 'bug').at(-1)).toBe('assign a0#6 w in 16');
    expect(fail(6, 'out-of-memory')).toContain('fail a0: out-of-memory');
  });

  it('retries a failed run with all its attempts when a person asks, and that trial only', () => {
    const core = running();
    core.add(run('b0', { state: 'failed', attempts: 3 }));
    core.send({ type: 'run-failed', failure: 'bad-data', message: 'm', ...of('a0') });
    core.send({ type: 'worker-lost', worker: 'w', reason: 'replaced' });
    expect(core.send({ type: 'retry', trialId: 'a' })).toEqual(['requeue a0: retried']);
    expect(core.states()).toEqual(['a0 waiting', 'b0 failed']);
    expect(core.state.runs[0]).toMatchObject({ attempts: 1, failures: {} });
    expect(core.send({ type: 'retry' })).toEqual(['requeue b0: retried']);
  });
});

describe('a restart', () => {
  it('does not forget failures: the limit goes on counting where the owner before left off', () => {
    const core = new Core();
    core.add(
      run('a0', { attempts: 2, failures: { lost: 2 } }),
      run('b0', { attempts: 1, failures: { bug: 1 } }),
    );
    core.send({ type: 'worker-ready', worker: 'w' });
    expect(core.send({ type: 'worker-lost', worker: 'w', reason: 'SIGKILL' })).toEqual(['fail a0: lost']);
    core.send({ type: 'worker-ready', worker: 'w' });
    const failed = core.send({ type: 'run-failed', failure: 'bug', message: 'm', ...of('b0', 2) });
    expect(failed).toContain('fail b0: bug');
  });

  it('does not forget how far the batch was divided', () => {
    const core = new Core();
    core.add(run('a0', { attempts: 3, failures: { 'out-of-memory': 2, lost: 1 } }));
    expect(core.send({ type: 'worker-ready', worker: 'w' })).toEqual(['assign a0#4 w in 4']);
  });
});

describe('a full disk', () => {
  it('pauses everything, says so once, and is no failure of the run that found it', () => {
    const core = new Core();
    core.add(run('a0'), run('b0'), run('c0'));
    core.send({ type: 'worker-ready', worker: 'w' });
    core.send({ type: 'worker-ready', worker: 'v' });
    const full = (id: string, attempt = 1) =>
      core.send({ type: 'run-failed', failure: 'disk-full', message: 'm', ...of(id, attempt) });
    expect(full('a0')).toEqual([
      'disk-full: m',
      'pause a0',
      'pause c0',
      'stop-run v',
      'kill-worker w: replaced after a failure',
    ]);
    expect(full('b0')).toEqual(['pause b0', 'kill-worker v: replaced after a failure', 'drained']);
    core.send({ type: 'worker-lost', worker: 'w', reason: 'replaced' });
    core.send({ type: 'worker-ready', worker: 'w' });
    for (let attempt = 2; attempt < 6; attempt++) {
      core.send({ type: 'resume', trialId: 'a' });
      expect(full('a0', attempt)).toContain('pause a0');
      core.send({ type: 'worker-lost', worker: 'w', reason: 'replaced' });
      core.send({ type: 'worker-ready', worker: 'w' });
    }
    expect(core.states()).toEqual(['a0 paused', 'b0 paused', 'c0 paused']);
  });
});

describe('a worker that the kernel ended for want of memory', () => {
  it('has its run divided further, and no loss counted', () => {
    const core = new Core();
    core.add(run('a0', { settings: { batch_size: 8 } }));
    core.send({ type: 'worker-ready', worker: 'w' });
    core.send({ type: 'worker-lost', worker: 'w', reason: 'SIGKILL', failure: 'out-of-memory' });
    expect(core.state.runs[0]?.failures).toEqual({ 'out-of-memory': 1 });
    expect(core.send({ type: 'worker-ready', worker: 'w' })).toEqual(['assign a0#2 w in 2']);
  });
});

describe('a full disk that a stopping run finds', () => {
  const full = { type: 'run-failed', failure: 'disk-full', message: 'm' } as const;

  it('pauses what waits and stops what runs, and says so', () => {
    const core = new Core();
    core.add(run('a0'), run('b0'), run('c0'));
    core.send({ type: 'worker-ready', worker: 'w' });
    core.send({ type: 'worker-ready', worker: 'v' });
    core.send({ type: 'stop', trialId: 'a' });
    expect(core.send({ ...full, ...of('a0') })).toEqual([
      'disk-full: m',
      'pause a0',
      'pause c0',
      'stop-run v',
      'kill-worker w: replaced after a failure',
    ]);
  });

  it('lets go on, once there is room, what nobody else has paused', () => {
    const core = new Core();
    core.add(run('a0'), run('a1'), run('b0'), run('c0'));
    core.send({ type: 'worker-ready', worker: 'w' });
    core.send({ type: 'stop', runId: 'a1' });
    const full = { type: 'run-failed', failure: 'disk-full', message: 'no room' } as const;
    core.send({ ...full, run: 'a0', attempt: 1 });
    core.send({ type: 'stop', trialId: 'c' });
    expect(core.states()).toEqual(['a0 paused', 'a1 paused', 'b0 paused', 'c0 paused']);
    expect(core.send({ type: 'room-found' })).toEqual(['requeue a0: resumed', 'requeue b0: resumed']);
    expect(core.send({ type: 'room-found' })).toEqual([]);
    expect(core.states()).toEqual(['a0 waiting', 'a1 paused', 'b0 waiting', 'c0 paused']);
  });

  it('says nothing where all had been told to stop', () => {
    const core = new Core();
    core.add(run('a0'), run('b0'));
    core.send({ type: 'worker-ready', worker: 'w' });
    core.send({ type: 'stop' });
    expect(core.send({ ...full, ...of('a0') })).toEqual([
      'pause a0',
      'kill-worker w: replaced after a failure',
      'drained',
    ]);
  });
});

describe('stale events', () => {
  it('ignores reports of an attempt that is over', () => {
    const core = new Core();
    core.add(run('a0'));
    core.send({ type: 'worker-ready', worker: 'w' });
    core.send({ type: 'worker-lost', worker: 'w', reason: 'x' });
    core.send({ type: 'worker-ready', worker: 'v' });
    const before = core.state;
    for (const type of ['run-started', 'run-heartbeat', 'run-finished', 'run-stopped'] as const)
      expect(core.send({ type, ...of('a0', 1) })).toEqual([]);
    expect(core.send({ type: 'run-failed', failure: 'bug', message: '', ...of('a0', 1) })).toEqual([]);
    expect(core.send({ type: 'run-finished', ...of('zz', 1) })).toEqual([]);
    expect(core.state).toBe(before);
  });

  it('ignores a repeated ready of a worker that holds a run, and the loss of one that is not known', () => {
    const core = new Core();
    core.add(run('a0'), run('a1'));
    core.send({ type: 'worker-ready', worker: 'w' });
    const before = core.state;
    core.send({ type: 'worker-ready', worker: 'w' });
    core.send({ type: 'worker-lost', worker: 'v', reason: 'x' });
    expect(core.state).toBe(before);
  });
});

describe('silence', () => {
  const started = (): Core => {
    const core = new Core();
    core.add(run('a0'));
    core.send({ type: 'worker-ready', worker: 'w' }, 0);
    return core;
  };

  it('gives a run longer to begin than to go on', () => {
    const core = started();
    expect(core.send({ type: 'tick' }, 1000)).toEqual([]);
    core.send({ type: 'run-started', ...of('a0') }, 1000);
    core.send({ type: 'run-heartbeat', ...of('a0') }, 1050);
    expect(core.send({ type: 'tick' }, 1150)).toEqual([]);
    expect(core.send({ type: 'tick' }, 1151)).toEqual(['kill-worker w: no sign of run a0 for 0 s']);
  });

  it('kills a worker that is silent, keeps its run until the process is gone, and insists', () => {
    const core = started();
    expect(core.send({ type: 'tick' }, 1001)).toEqual(['kill-worker w: no sign of run a0 for 1 s']);
    core.send({ type: 'worker-ready', worker: 'v' }, 1001);
    expect(core.states()).toEqual(['a0 running']);
    expect(core.send({ type: 'tick' }, 1101)).toEqual([]);
    expect(core.send({ type: 'tick' }, 1102)).toEqual(['kill-worker w: it is still there']);
    expect(core.send({ type: 'worker-lost', worker: 'w', reason: 'SIGKILL' })).toEqual([
      'requeue a0: lost: SIGKILL',
      'assign a0#2 v',
    ]);
  });

  it('does not count as silence the time in which the scheduler itself was stopped', () => {
    const core = started();
    core.send({ type: 'run-started', ...of('a0') }, 10);
    core.send({ type: 'tick' }, 20);
    expect(core.send({ type: 'tick' }, 60_020)).toEqual([]);
    expect(core.send({ type: 'tick' }, 60_110)).toEqual([]);
    expect(core.send({ type: 'tick' }, 60_111)).toEqual(['kill-worker w: no sign of run a0 for 0 s']);
  });

  it('takes the result of a run that finishes while it is being killed', () => {
    const core = started();
    core.send({ type: 'tick' }, 1001);
    expect(core.send({ type: 'run-finished', ...of('a0') })).toEqual(['drained']);
    core.add(run('b0'));
    expect(core.send({ type: 'worker-lost', worker: 'w', reason: 'SIGKILL' })).toEqual([]);
    expect(core.states()).toEqual(['a0 complete', 'b0 waiting']);
  });
});

describe('time', () => {
  const given = (): Core => {
    const core = new Core();
    core.send({ type: 'time-given', ms: 500 }, 100);
    core.add(run('a0'), run('b0'), run('c0'));
    core.send({ type: 'worker-ready', worker: 'w' });
    core.send({ type: 'worker-ready', worker: 'v' });
    return core;
  };

  it('when it is over stops what runs after a checkpoint, pauses what waits, and begins nothing', () => {
    const core = given();
    expect(core.send({ type: 'tick' }, 599)).toEqual([]);
    expect(core.send({ type: 'tick' }, 600)).toEqual(['time-spent', 'pause c0', 'stop-run w', 'stop-run v']);
    expect(core.send({ type: 'tick' }, 601)).toEqual([]);
    expect(core.send({ type: 'run-stopped', ...of('a0') })).toEqual(['pause a0']);
    expect(core.send({ type: 'run-finished', ...of('b0') })).toEqual(['drained']);
    expect(core.states()).toEqual(['a0 paused', 'b0 complete', 'c0 paused']);
  });

  it('is not got round by a resume, a failure that may be tried again, or new runs', () => {
    const core = given();
    core.send({ type: 'tick' }, 600);
    core.send({ type: 'resume', trialId: 'b' });
    expect(core.send({ type: 'resume', trialId: 'c' })).toEqual([
      'requeue c0: resumed',
      'time-spent',
      'pause c0',
    ]);
    expect(core.send({ type: 'run-failed', failure: 'bug', message: 'm', ...of('a0') })).toContain(
      'pause a0',
    );
    expect(core.add(run('d0'))).toEqual(['time-spent', 'pause d0']);
    core.send({ type: 'run-stopped', ...of('b0') });
    expect(core.states()).toEqual(['a0 paused', 'b0 paused', 'c0 paused', 'd0 paused']);
    core.send({ type: 'time-given', ms: 1000 });
    expect(core.send({ type: 'resume', trialId: 'd' })).toEqual(['requeue d0: resumed', 'assign d0#1 v']);
  });
});

describe('stop and resume', () => {
  const two = (): Core => {
    const core = new Core();
    core.add(run('a0'), run('a1'), run('b0'));
    core.send({ type: 'worker-ready', worker: 'w' });
    return core;
  };

  it('pauses what waits, lets what runs write its checkpoint, and drains', () => {
    const core = two();
    expect(core.send({ type: 'stop' })).toEqual(['pause a1', 'pause b0', 'stop-run w']);
    expect(core.send({ type: 'stop' })).toEqual([]);
    expect(core.send({ type: 'run-stopped', ...of('a0') })).toEqual(['pause a0', 'drained']);
    expect(core.send({ type: 'resume' })).toEqual([
      'requeue a0: resumed',
      'requeue a1: resumed',
      'requeue b0: resumed',
      'assign a0#2 w',
    ]);
  });

  it('stops one trial and goes on with the next', () => {
    const core = two();
    core.send({ type: 'stop', trialId: 'a' });
    expect(core.send({ type: 'run-stopped', ...of('a0') })).toEqual(['pause a0', 'assign b0#1 w']);
    expect(core.send({ type: 'run-finished', ...of('b0') })).toEqual(['drained']);
  });

  it('stops one run, and its trial goes on with the next fold', () => {
    const core = two();
    expect(core.send({ type: 'stop', trialId: 'a', runId: 'a0' })).toEqual(['stop-run w']);
    expect(core.send({ type: 'run-stopped', ...of('a0') })).toEqual(['pause a0', 'assign a1#1 w']);
    expect(core.send({ type: 'stop', runId: 'b0' })).toEqual(['pause b0']);
    expect(core.send({ type: 'resume', trialId: 'a', runId: 'b0' })).toEqual([]);
    expect(core.send({ type: 'resume', trialId: 'a', runId: 'a0' })).toEqual(['requeue a0: resumed']);
    expect(core.states()).toEqual(['a0 waiting', 'a1 running', 'b0 paused']);
  });

  it('kills a worker that goes on all the same; its run is paused, not failed', () => {
    const core = two();
    core.send({ type: 'stop' }, 10);
    core.send({ type: 'run-heartbeat', ...of('a0') }, 100);
    expect(core.send({ type: 'tick' }, 111)).toEqual(['kill-worker w: no sign of run a0 for 0 s']);
    expect(core.send({ type: 'worker-lost', worker: 'w', reason: 'SIGKILL' })).toEqual([
      'pause a0',
      'drained',
    ]);
    expect(core.state.runs[0]?.failures).toEqual({});
  });

  it('kills a worker soon that does not answer; one that does may write its checkpoint', () => {
    const core = two();
    core.send({ type: 'stop' }, 10);
    expect(core.send({ type: 'tick' }, 50)).toEqual([]);
    expect(core.send({ type: 'tick' }, 51)).toEqual(['kill-worker w: it was busy when told to stop']);
    expect(core.send({ type: 'worker-lost', worker: 'w', reason: 'SIGKILL' })).toEqual([
      'pause a0',
      'drained',
    ]);
    const patient = two();
    patient.send({ type: 'stop' }, 10);
    patient.send({ type: 'run-heartbeat', ...of('a0') }, 40);
    expect(patient.send({ type: 'tick' }, 110)).toEqual([]);
  });

  it('counts a run complete that was faster than the stop', () => {
    const core = two();
    core.send({ type: 'stop' });
    expect(core.send({ type: 'run-finished', ...of('a0') })).toEqual(['drained']);
    expect(core.states()[0]).toBe('a0 complete');
  });

  it('lets a run that is still stopping go on after a resume', () => {
    const core = two();
    core.send({ type: 'stop', trialId: 'a' });
    core.send({ type: 'resume', trialId: 'a' });
    expect(core.send({ type: 'run-stopped', ...of('a0') })).toEqual([
      'requeue a0: its worker stopped',
      'assign a0#2 w',
    ]);
  });
});
