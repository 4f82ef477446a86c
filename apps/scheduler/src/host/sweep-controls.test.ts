import { silentLogger } from '@frostline/base';
import { trialSettings, type FailureClass } from '@frostline/protocol';
import {
  addTrials,
  attemptsOf,
  createSweep,
  findSweep,
  openLedger,
  runsOf,
  type Ledger,
} from '@frostline/store';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SimulatedTime } from '../testing/simulation/simulated-time.js';
import { SweepControls } from './sweep-controls.js';
import { SweepHost } from './sweep-host.js';

const hour = 3_600_000;

let free = 0;
let ledger: Ledger;
let time: SimulatedTime;
let host: SweepHost;
let controls: SweepControls;
beforeEach(() => {
  time = new SimulatedTime();
  ledger = openLedger(':memory:', { clock: time });
  const { id } = createSweep(ledger, {
    name: 'sample',
    file: 'sweep.yaml',
    spec: {},
    metric: 'accuracy',
    goal: 'maximize',
    folds: { kind: 'stratified', count: 2, seed: 0 },
    competition: { path: '/data/competition.yaml', hash: 'c0ffee' },
  });
  const settings = trialSettings.parse({ backbone: 'net', freeze: 'head' });
  const runs = [0, 1].map((fold) => ({ id: `a-${fold}`, trialId: 'a', fold }));
  addTrials(ledger, id, [{ id: 'a', settings, runs }]);
  const sweep = findSweep(ledger, id);
  host = new SweepHost({
    ledger,
    sweep,
    home: '/simulated',
    runs: runsOf(ledger, id),
    launches: [{ script: '', device: 'cpu:0', env: {} }],
    limits: { startMs: 10 * hour, silentMs: 10 * hour },
    hours: 1,
    serves: true,
    room: { free: () => free, checkpoint: () => 100 },
    clock: time,
    timers: time,
    // Takes what it is given and says no more.
    supervise: ({ device }, listener) => ({
      pid: undefined,
      start: () => {
        listener.ready(device);
      },
      send: () => undefined,
      assign: () => undefined,
      stop: () => undefined,
      kill: () => undefined,
      close: async () => Promise.resolve(),
    }),
    logger: silentLogger,
    logs: { of: () => silentLogger, close: () => undefined },
    reporter: {
      progress: () => undefined,
      runEnded: () => undefined,
      notice: () => undefined,
      close: () => undefined,
    },
    score: () => undefined,
  });
  controls = new SweepControls(host, ledger, sweep);
  void host.run();
});
afterEach(() => {
  ledger.close();
});

const states = () => host.coreState.runs.map(({ state }) => state);
const nothing = () => undefined;

/** The worker of the first run reports that it failed. */
function failFirst(failure: FailureClass): void {
  const held = ledger.get<{ token: string }>(`SELECT token FROM run WHERE id = 'a-0'`);
  host.message('cpu:0', {
    type: 'event',
    runId: 'a-0',
    attempt: 1,
    token: held?.token ?? '',
    sequence: 0,
    event: { type: 'failed', failure, code: 'x', message: 'it failed' },
  });
}

it('tells how many paused runs go on, those that are still stopping among them', () => {
  expect(controls.stop({})).toBe(2);
  expect(controls.resume({})).toEqual({ changed: 2 });
  expect(states()).toEqual(['running', 'waiting']);
});

it('tells who resumes after the hours that nothing goes on, and what to do', async () => {
  await time.pass(hour + 1_000, nothing);
  expect(states()).toEqual(['running', 'paused']);
  expect(controls.resume({})).toEqual({
    changed: 0,
    notice: expect.stringContaining('hours of this sweep are over') as string,
  });
  expect(states()).toEqual(['running', 'paused']);
  expect(runsOf(ledger, findSweep(ledger).id).map(({ state }) => state)).toEqual(['running', 'paused']);
});

it('lets go on by itself, once there is room, what was paused for want of it, and nothing else', async () => {
  free = 50;
  controls.stop({ trial: 'a', fold: 1 });
  failFirst('disk-full');
  await time.pass(60_000, nothing);
  expect(states()).toEqual(['paused', 'paused']);
  expect(controls.status().goesOn).toBe(true);
  free = 50 + 16 * 1024 * 1024;
  await time.pass(2_000, nothing);
  expect(states()).toEqual(['waiting', 'paused']);
  expect(runsOf(ledger, findSweep(ledger).id).map(({ state }) => state)).toEqual(['waiting', 'paused']);
});

it('gives the run of a worker that the kernel ended for want of memory a smaller batch', () => {
  host.lost('cpu:0', { code: null, signal: 'SIGKILL', reason: undefined, outOfMemory: true, output: '' });
  const [attempt] = attemptsOf(ledger, 'a-0');
  expect(attempt).toMatchObject({
    failure: 'out-of-memory',
    signal: 'SIGKILL',
    message: 'killed by SIGKILL: the machine had no memory left',
  });
  expect(host.coreState.runs[0]?.failures).toEqual({ 'out-of-memory': 1 });
});

it('tells who retries after the hours that nothing begins', async () => {
  failFirst('bad-data');
  await time.pass(10, nothing);
  expect(states()).toEqual(['failed', 'waiting']);
  // The next child takes the other run, and has it still when the hours are over.
  host.lost('cpu:0', { code: 0, signal: null, reason: 'replaced', outOfMemory: false, output: '' });
  host.ready('cpu:0');
  await time.pass(hour, nothing);
  expect(controls.retry({})).toMatchObject({ changed: 0, notice: expect.any(String) as string });
  expect(states()).toEqual(['paused', 'running']);
});
