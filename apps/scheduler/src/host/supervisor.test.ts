import { silentLogger } from '@frostline/base';
import { trialSettings, type RunAssignment, type WorkerMessage } from '@frostline/protocol';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { waitUntil } from '../testing/wait-until.js';
import { Supervisor } from './supervisor.js';
import { systemTimers, type Timers } from './timers.js';
import { describeExit, startWorkerProcess, type WorkerExit, type WorkerListener } from './worker-process.js';

const script = fileURLToPath(new URL('./fake-worker.fixture.mjs', import.meta.url));

describe('a supervisor', () => {
  let root: string;
  let supervisor: Supervisor;
  let said: (string | WorkerMessage)[];
  let exits: WorkerExit[];

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'frostline-supervisor-'));
    said = [];
    exits = [];
  });
  afterEach(async () => {
    await supervisor.close(100);
    rmSync(root, { recursive: true });
  });

  function start(worker: string, behaviour = '', timers: Timers = systemTimers): void {
    supervisor = new Supervisor(
      'cpu:0',
      { script: worker, device: 'cpu:0', env: { FAKE_WORKER: behaviour } },
      {
        ready: () => said.push('ready'),
        message: (_slot, message) => {
          said.push(message);
          if (message.type !== 'event') return;
          const { runId, attempt, sequence } = message;
          supervisor.send({ type: 'ack', runId, attempt, sequence });
        },
        lost: (_slot, exit) => {
          said.push('lost');
          exits.push(exit);
        },
        broken: () => said.push('broken'),
      },
      silentLogger,
      timers,
      startWorkerProcess,
    );
    supervisor.start();
  }
  const ready = () => said.filter((entry) => entry === 'ready').length;
  /** What runs said, leaving out their signs of life. */
  const reports = () =>
    said.flatMap((entry) =>
      typeof entry === 'object' && (entry.type === 'event' || entry.type === 'stopped') ? [entry] : [],
    );
  const events = () =>
    said.flatMap((entry) => (typeof entry === 'object' && entry.type === 'event' ? [entry.event] : []));

  it('hands a run to its child and passes on, in order, what the child says, NaN included', async () => {
    start(script);
    await waitUntil(() => ready() === 1, 'the child is ready');
    supervisor.assign(assignment(root));
    await waitUntil(() => events().some(({ type }) => type === 'finished'), 'the run finishes');
    const metrics = events().flatMap((event) => (event.type === 'metrics' ? [event.values.train_loss] : []));
    expect(metrics).toEqual([1, 0.5, NaN, 0.25]);
    expect(events()[0]).toMatchObject({ type: 'started', resumedFromStep: 0 });
  });

  it('stops a run that it was told to stop before the child could take it', async () => {
    start(script, 'slow');
    supervisor.assign(assignment(root));
    supervisor.stop();
    await waitUntil(() => reports().some(({ type }) => type === 'stopped'), 'the run stops');
    expect(reports().filter(({ type }) => type === 'stopped')).toHaveLength(1);
    expect(events().some(({ type }) => type === 'finished')).toBe(false);
    expect(events().findLast(({ type }) => type === 'checkpoint')).toMatchObject({ step: 1 });
  });

  it('stops a run between two, and lets the next one be', async () => {
    start(script, 'slow');
    supervisor.assign(assignment(root));
    await waitUntil(() => events().some(({ type }) => type === 'finished'), 'the first run finishes');
    supervisor.assign({
      ...assignment(root),
      runId: 'trial-1',
      artifacts: path.join(root, 'runs', 'trial-1'),
    });
    supervisor.stop();
    await waitUntil(() => reports().some(({ type }) => type === 'stopped'), 'the second run stops');
    await waitUntil(() => ready() === 1, 'the child is free');
    supervisor.assign({
      ...assignment(root),
      runId: 'trial-2',
      artifacts: path.join(root, 'runs', 'trial-2'),
    });
    const finished = () =>
      reports().filter((said) => said.type === 'event' && said.event.type === 'finished');
    await waitUntil(() => finished().length === 2, 'the third run finishes');
    expect(finished().map(({ runId }) => runId)).toEqual(['trial-0', 'trial-2']);
  });

  it('replaces a child that was killed, and says by what', async () => {
    start(script);
    await waitUntil(() => ready() === 1, 'the first child');
    const { pid } = supervisor;
    process.kill(pid ?? 0, 'SIGKILL');
    await waitUntil(() => ready() === 2, 'its successor');
    expect(supervisor.pid).not.toBe(pid);
    expect(said).toEqual(['ready', 'lost', 'ready']);
    expect(exits).toEqual([
      { code: null, signal: 'SIGKILL', reason: undefined, outOfMemory: false, output: '' },
    ]);
  });

  it('ends a child that breaks the protocol', async () => {
    start(script, 'babble');
    await waitUntil(() => ready() === 1, 'the child is ready');
    supervisor.assign(assignment(root));
    await waitUntil(() => ready() === 2, 'its successor');
    expect(exits.map(describeExit)).toEqual([
      'killed by SIGKILL: it sent a message that the protocol does not know',
    ]);
  });

  it('gives a slot up whose children die before they are ready, with their last words', async () => {
    const broken = path.join(root, 'broken.mjs');
    writeFileSync(broken, `process.stderr.write('cannot load libfoo.so\\n'); process.exitCode = 7;`);
    start(broken);
    await waitUntil(() => said.includes('broken'), 'the slot is given up');
    expect(said).toEqual(['lost', 'lost', 'lost', 'broken']);
    expect(exits.map(describeExit)).toEqual(Array(3).fill('exited with code 7: cannot load libfoo.so'));
  });

  it('gives a slot up whose children hang before they are ready', async () => {
    const hung = path.join(root, 'hung.mjs');
    writeFileSync(hung, `setInterval(() => undefined, 1000);`);
    start(hung, '', { ...systemTimers, after: (ms, call) => systemTimers.after(ms / 1000, call) });
    await waitUntil(() => said.includes('broken'), 'the slot is given up');
    expect(said).toEqual(['lost', 'lost', 'lost', 'broken']);
    expect(exits.map(describeExit)).toEqual(Array(3).fill('killed by SIGKILL: it was not ready after 120 s'));
  });

  it('closes: the child goes by itself when told to, and is not replaced', async () => {
    start(script);
    await waitUntil(() => ready() === 1, 'the child is ready');
    const pid = supervisor.pid ?? 0;
    await supervisor.close(10_000);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(exits).toMatchObject([{ code: 0, signal: null }]);
    expect(said).toEqual(['ready', 'lost']);
  });

  it('does not take what a child said before it ended for the word of its successor', async () => {
    const children: WorkerListener[] = [];
    const sent: string[] = [];
    supervisor = new Supervisor(
      'cpu:0',
      { script, device: 'cpu:0', env: {} },
      {
        ready: () => said.push('ready'),
        message: (_slot, message) => said.push(message),
        lost: () => said.push('lost'),
        broken: () => said.push('broken'),
      },
      silentLogger,
      systemTimers,
      (_launch, listener) => {
        const number = children.push(listener);
        return {
          pid: undefined,
          send: ({ type }) => sent.push(`${type} to ${number}`),
          kill: () => undefined,
          disconnect: () => {
            listener.exit({ code: 0, signal: null, reason: 'closed', outOfMemory: false, output: '' });
          },
        };
      },
    );
    supervisor.start();
    const [first] = children;
    const hello = { type: 'ready', pid: 1, device: 'cpu:0' } as const;
    first?.message(hello);
    first?.exit({ code: null, signal: 'SIGSEGV', reason: undefined, outOfMemory: false, output: '' });
    supervisor.assign(assignment(root));
    first?.message({ type: 'alive', runId: 'trial-0', attempt: 1 });
    first?.message(hello);
    expect(said).toEqual(['ready', 'lost']);
    expect(sent).toEqual([]);
    children[1]?.message(hello);
    expect(sent).toEqual(['run to 2']);
    await supervisor.close(100);
  });

  it('kills a child that will not go', async () => {
    const stubborn = path.join(root, 'stubborn.mjs');
    writeFileSync(
      stubborn,
      `process.send({ type: 'ready', pid: process.pid, device: 'cpu:0' }); setInterval(() => undefined, 1000);`,
    );
    start(stubborn);
    await waitUntil(() => ready() === 1, 'the child is ready');
    await supervisor.close(50);
    expect(exits).toMatchObject([{ signal: 'SIGKILL', reason: 'the owner is ending' }]);
  });
});

function assignment(root: string): RunAssignment {
  return {
    runId: 'trial-0',
    trialId: 'trial',
    fold: 0,
    attempt: 1,
    parts: 1,
    token: 'token',
    settings: trialSettings.parse({ backbone: 'net', freeze: 'head' }),
    folds: { kind: 'stratified', count: 3, seed: 0 },
    metric: 'macro_f1',
    competition: path.join(root, 'competition.yaml'),
    competitionHash: 'a hash',
    home: root,
    artifacts: path.join(root, 'runs', 'trial-0'),
  };
}
