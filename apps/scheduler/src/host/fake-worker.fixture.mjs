// A real process that speaks the worker's protocol and trains nothing, for tests of the host.
// It writes its checkpoint as `checkpoint.json` in the run's folder, as a worker would, and resumes from it.
// What it does to itself comes from FAKE_WORKER: `crash-once` (kills itself in the first attempt, after step 2),
// `crash` (kills itself in every attempt, after its first step), `fail` (reports a failure),
// `large` (has no memory for less than four parts of a batch, after step 2), `slow` (pauses between steps), `hang` (goes silent after step 1),
// `full` (pauses between steps, and finds no room on the disk when it is to stop),
// `linger` (pauses between steps, and takes long to end when told to),
// `compile` (blocked for long after it started in its first attempt, deaf to a stop),
// `prepare` (long without an event before it starts and after step 1, but with signs of life), `babble` (breaks the protocol).
// Where it was told to find the competition and the weights stands in `places.json` of the attempt's folder.
// With FAKE_WORKER_ACKS it appends to that file every metric that was acknowledged.
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const behaviour = process.env.FAKE_WORKER ?? '';
const acks = process.env.FAKE_WORKER_ACKS;
const totalSteps = 4;
const waiting = new Map();
let stopping = false;

process.on('disconnect', () => setTimeout(() => process.exit(0), behaviour === 'linger' ? 1500 : 0));
process.on('message', (command) => {
  if (command.type === 'ack') {
    waiting.get(command.sequence)?.();
    waiting.delete(command.sequence);
  } else if (command.type === 'stop') stopping = true;
  else void run(command.assignment);
});
process.send({ type: 'ready', pid: process.pid, device: process.env.FROSTLINE_DEVICE });

async function run({ runId, fold, attempt, token, artifacts, settings, parts, competition }) {
  stopping = false;
  let sequence = 0;
  const identity = { runId, attempt, token };
  const say = (event) => {
    const message = { type: 'event', ...identity, sequence: sequence++, event };
    const acknowledged = new Promise((resolve) => waiting.set(message.sequence, resolve));
    process.send(message);
    return event.type === 'progress' ? Promise.resolve() : acknowledged;
  };
  const checkpoint = path.join(artifacts, 'checkpoint.json');
  const first = existsSync(checkpoint) ? JSON.parse(readFileSync(checkpoint, 'utf8')).step : 0;
  const folder = path.join(artifacts, `attempt-${attempt}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'places.json'), JSON.stringify([competition, settings.weights]));
  const prepare = async () => {
    for (let sign = 0; sign < 18; sign++) {
      process.send({ type: 'alive', runId, attempt });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  if (behaviour === 'prepare') await prepare();
  if (behaviour === 'babble') return process.send({ type: 'nonsense' });
  await say({
    type: 'started',
    resumedFromStep: first,
    totalSteps,
    stepsPerEpoch: 1,
    engine: 'fake',
    device: 'cpu:0',
    numericsClass: 'fake',
    numericsChanged: parts > 1,
    parts,
  });
  if (behaviour === 'compile' && attempt === 1)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000);
  for (let step = first + 1; step <= totalSteps; step++) {
    if (['slow', 'linger', 'full'].includes(behaviour))
      await new Promise((resolve) => setTimeout(resolve, 50));
    await say({ type: 'progress', step, totalSteps });
    await say({
      type: 'metrics',
      step,
      epoch: step - 1,
      values: { train_loss: step === 3 ? NaN : 1 / step },
    });
    if (acks !== undefined) appendFileSync(acks, `${runId} ${attempt} ${step}\n`);
    writeFileSync(`${checkpoint}.tmp`, JSON.stringify({ step }));
    renameSync(`${checkpoint}.tmp`, checkpoint);
    await say({ type: 'checkpoint', step, file: checkpoint, sha256: 'a'.repeat(64) });
    if (behaviour === 'crash-once' && attempt === 1 && step === 2) process.kill(process.pid, 'SIGKILL');
    if (behaviour === 'crash') process.kill(process.pid, 'SIGKILL');
    if (behaviour === 'prepare' && step === 1) await prepare();
    if (behaviour === 'hang' && attempt === 1 && step === 1) return new Promise(() => undefined);
    if (behaviour === 'fail' && settings.backbone === 'broken')
      return say({ type: 'failed', failure: 'bad-data', code: 'bad-image', message: 'image 7 is empty' });
    if (behaviour === 'large' && parts < 4 && step >= 2)
      return say({
        type: 'failed',
        failure: 'out-of-memory',
        code: 'out-of-memory',
        message: `too large in ${parts}`,
      });
    if (behaviour === 'full' && stopping)
      return say({ type: 'failed', failure: 'disk-full', code: 'disk-full', message: 'no room' });
    if (stopping) {
      process.send({ type: 'stopped', ...identity });
      return process.send({ type: 'ready', pid: process.pid, device: process.env.FROSTLINE_DEVICE });
    }
  }
  const oof = path.join(folder, 'out-of-fold.csv');
  const test = path.join(folder, 'test.csv');
  // Two classes; fold f holds images f-0 and f-1, the second of which is told wrong in fold 0.
  writeFileSync(oof, `id,a,b\n${fold}-0,0.9,0.1\n${fold}-1,${fold === 0 ? '0.8,0.2' : '0.2,0.8'}\n`);
  writeFileSync(test, 'id,a,b\nt0,0.9,0.1\nt1,0.4,0.6\n');
  await say({
    type: 'finished',
    step: totalSteps,
    epoch: totalSteps - 1,
    values: { accuracy: fold === 0 ? 0.5 : 1, macro_f1: fold === 0 ? 1 / 3 : 1 },
    weightsSha256: 'b'.repeat(64),
    outOfFold: oof,
    test,
    seconds: 0.1,
  });
  process.send({ type: 'ready', pid: process.pid, device: process.env.FROSTLINE_DEVICE });
}
