// Runs trials that train nothing through the real host, core, supervisors, journal, ledger and logs, and prints as JSON
// what that took. The workers live in this process: each reports started, five metrics and finished, and waits for
// every acknowledgement; their messages are checked as those of a child are. Not in the loop: a child's channel, and the
// reading and scoring of predictions.
// no-op-trials.mjs HOME TRIALS WORKERS
import { trialSettings, workerMessage } from '@frostline/protocol';
import { addTrials, createSweep, findSweep, openLedger, runsOf, scoreTrial } from '@frostline/store';
import { systemClock } from '@frostline/base';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { openLog } from '../dist/host/logs.js';
import { RunLogs } from '../dist/host/run-logs.js';
import { Supervisor } from '../dist/host/supervisor.js';
import { SweepHost } from '../dist/host/sweep-host.js';
import { systemTimers } from '../dist/host/timers.js';

const reports = 5;
const [home, trials, workers] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const ledger = openLedger(path.join(home, 'ledger.db'));
const { id } = createSweep(ledger, {
  name: 'no-op',
  file: path.join(home, 'sweep.yaml'),
  spec: {},
  metric: 'accuracy',
  goal: 'maximize',
  folds: { kind: 'stratified', count: 2, seed: 0 },
  competition: { path: path.join(home, 'competition.yaml'), hash: 'none' },
});
const ids = Array.from({ length: trials }, (_, index) => index.toString(16).padStart(12, '0'));
const settings = trialSettings.parse({ backbone: 'none', freeze: 'head', epochs: reports });
addTrials(
  ledger,
  id,
  ids.map((trialId) => ({ id: trialId, settings, runs: [{ id: `${trialId}-0`, trialId, fold: 0 }] })),
);

function startProcess({ device }, listener) {
  let go;
  const say = (message) => setImmediate(() => listener.message(workerMessage.parse(message)));
  const ready = { type: 'ready', pid: process.pid, device };
  const run = async ({ runId, attempt, token }) => {
    let sequence = 0;
    const report = (event) => {
      const acknowledged = new Promise((resolve) => (go = resolve));
      say({ type: 'event', runId, attempt, token, sequence: sequence++, event });
      return acknowledged;
    };
    await report(startedOn(device));
    for (let step = 1; step <= reports; step++)
      await report({ type: 'metrics', step, epoch: step - 1, values: { accuracy: step / reports } });
    await report(finished);
    say(ready);
  };
  say(ready);
  return {
    pid: process.pid,
    send: (command) =>
      setImmediate(() => {
        if (command.type === 'run') void run(command.assignment);
        else if (command.type === 'ack') go();
      }),
    kill: () => undefined,
    disconnect: (reason) => setImmediate(() => listener.exit({ code: 0, signal: null, reason, output: '' })),
  };
}

const startedOn = (device) => ({
  type: 'started',
  resumedFromStep: 0,
  totalSteps: reports,
  stepsPerEpoch: 1,
  engine: 'none',
  device,
  numericsClass: 'none',
  numericsChanged: false,
  parts: 1,
});
const finished = {
  type: 'finished',
  step: reports,
  epoch: reports - 1,
  values: { accuracy: 1 },
  weightsSha256: 'a'.repeat(64),
  outOfFold: 'out-of-fold.csv',
  test: 'test.csv',
  seconds: 0,
};

const log = openLog(path.join(home, 'owner.log.jsonl'), { pid: process.pid });
const logs = new RunLogs(home);
const quiet = () => undefined;
const host = new SweepHost({
  ledger,
  sweep: findSweep(ledger, id),
  home,
  runs: runsOf(ledger, id),
  launches: Array.from({ length: workers }, (_, slot) => ({ script: '', device: `cpu:${slot}`, env: {} })),
  limits: {},
  hours: undefined,
  clock: systemClock,
  timers: systemTimers,
  supervise: (launch, listener) =>
    new Supervisor(launch.device, launch, listener, log.logger, systemTimers, startProcess),
  logger: log.logger,
  logs,
  reporter: { progress: quiet, runEnded: quiet, notice: quiet, close: quiet },
  score: (trialId) => scoreTrial(ledger, id, trialId, { accuracy: 1 }),
});
const [start, cpu, loop] = [performance.now(), process.cpuUsage(), performance.eventLoopUtilization()];
await host.run();
const wall = performance.now() - start;
const { user, system } = process.cpuUsage(cpu);
const { active } = performance.eventLoopUtilization(loop);
logs.closeAll();
log.close();
const states = new Set(runsOf(ledger, id).map(({ state, attempts }) => `${state} ${attempts}`));
ledger.close();
if ([...states].join() !== 'complete 1') throw new Error(`the runs ended as ${[...states].join(', ')}`);
const perTrial = (ms) => Number((ms / trials).toFixed(3));
process.stdout.write(
  `${JSON.stringify({ trials, workers, reports, busyMs: perTrial(active), cpuMs: perTrial((user + system) / 1000), wallMs: perTrial(wall) })}\n`,
);
