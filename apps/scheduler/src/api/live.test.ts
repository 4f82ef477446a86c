import {
  changeReply,
  leaderboardReply,
  statusReply,
  sweepsReply,
  type StatusReply,
} from '@frostline/protocol';
import { silentLogger } from '@frostline/base';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import path from 'node:path';
import { call, serveHome } from '../testing/call-api.js';
import { homeOf, launchSample } from '../testing/launch-sample.js';
import { listen } from '../testing/listen-events.js';
import { sampleCatalog, sampleSweep, sampleSweepFolder } from '../testing/sample-sweep.js';
import { waitUntil } from '../testing/wait-until.js';
import { LiveEvents } from './live-events.js';
import type { ApiHandle } from './server.js';
import { stateToken } from './state-token.js';

const ownerProgram = fileURLToPath(new URL('../host/owner.fixture.mjs', import.meta.url));
const base = '/api/v1/sweeps/sample';
let root: string;
let api: ApiHandle;
beforeEach(() => {
  root = sampleSweepFolder(sampleSweep('net', '0.01, 0.1'));
});
afterEach(async () => {
  await api.close();
  rmSync(root, { recursive: true });
});

describe('the events of a sweep', () => {
  beforeEach(async () => {
    await launchSample(root);
    api = await serveHome(homeOf(root));
  });

  it('say once how it stands, and again when somebody changes it', async () => {
    const listener = await listen(api, 'sample');
    await waitUntil(() => listener.events.length >= 2, 'the first events');
    expect(listener.events.map(({ type }) => type)).toEqual(['leaderboard', 'status']);
    const { trials } = leaderboardReply.parse((await call(api, `${base}/leaderboard`)).json());
    await call(api, '/api/v1/annotate', { method: 'POST', body: { trial: trials[0]?.id, pinned: true } });
    await waitUntil(() => listener.events.length >= 3, 'the change');
    // A sweep that stands still has no more to say.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(listener.events.map(({ type }) => type)).toEqual(['leaderboard', 'status', 'leaderboard']);
    listener.leave();
  });

  it('are for who may read alone', async () => {
    const headers = { authorization: undefined };
    expect((await call(api, `${base}/events`, { headers })).status).toBe(401);
    expect((await call(api, `${base}/events?token=a-token-for-tests`, { headers })).status).toBe(401);
    expect((await call(api, '/api/v1/sweeps/other/events')).status).toBe(404);
    expect(api.listeners).toBe(0);
  });

  it('forget who has gone', async () => {
    for (let round = 0; round < 5; round++) {
      const listeners = await Promise.all(Array.from({ length: 10 }, async () => listen(api, 'sample')));
      expect(api.listeners).toBe(10);
      for (const listener of listeners) listener.leave();
      await waitUntil(() => api.listeners === 0, 'nobody listens');
    }
  });

  it('end with the server, which waits for nobody', async () => {
    const listeners = await Promise.all([listen(api, 'sample'), listen(api, 'sample')]);
    const began = performance.now();
    await api.close();
    expect(performance.now() - began).toBeLessThan(2_000);
    await waitUntil(() => listeners.every(({ ended }) => ended()), 'both streams have ended');
    expect(api.listeners).toBe(0);
  });
});

describe('a client that does not read', () => {
  it('is dropped, and the others are not', async () => {
    await launchSample(root);
    api = await serveHome(homeOf(root));
    let revision = 0;
    const large = { live: true, runs: {}, progress: 0, etaSeconds: null, devices: [] };
    const failure = { run: 'r', trial: 't', label: 'l', fold: 0, attempt: 1, code: 'c', ended: 0 };
    const status: StatusReply = {
      ...large,
      failures: [{ ...failure, class: 'bug', message: 'x'.repeat(300_000) }],
    };
    const time = { at: 0 };
    const events = new LiveEvents({
      ledger: { revision: () => (revision += 1) },
      status: async () => Promise.resolve(status),
      clock: { now: () => time.at, monotonic: () => (time.at += 1_000) },
      logger: silentLogger,
    });
    const reads = events.subscribe('s');
    reads.resume();
    events.subscribe('s');
    expect(events.listeners).toBe(2);
    await waitUntil(() => events.listeners === 1, 'one is dropped');
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(events.listeners).toBe(1);
    expect(reads.destroyed).toBe(false);
    events.close();
    expect(reads.destroyed).toBe(true);
  });
});

describe('a sweep that is launched with its page', () => {
  it('says where the page is, under the token of the state folder', async () => {
    const { notices } = await launchSample(root, { pagePort: 0 });
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(
      new RegExp(`^the page: http://127\\.0\\.0\\.1:\\d+/#token=${stateToken(homeOf(root))}$`),
    );
    api = await serveHome(homeOf(root));
  });

  it.each([false, true])('exits 2 and changes nothing where the port is taken (fresh: %s)', async (fresh) => {
    await launchSample(root, { behaviour: 'fail' });
    writeFileSync(path.join(root, 'sweep.yaml'), sampleSweep('net, broken', '0.01, 0.02'));
    api = await serveHome(homeOf(root));
    const contents = (): Map<string, string> =>
      new Map(
        readdirSync(root, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => path.join(entry.parentPath, entry.name))
          .map((file) => [file, readFileSync(file, 'base64')]),
      );
    const before = contents();
    await expect(launchSample(root, { fresh, pagePort: api.address.port })).rejects.toMatchObject({
      code: 'port-taken',
      exitCode: 2,
    });
    expect(contents()).toEqual(before);
  });

  it('says nothing of it otherwise', async () => {
    expect((await launchSample(root)).notices).toEqual([]);
    api = await serveHome(homeOf(root));
  });
});

describe('a sweep that another process launches', () => {
  let owner: ChildProcess | undefined;
  afterEach(async () => {
    if (owner?.exitCode === null && owner.kill('SIGKILL')) await once(owner, 'exit');
  });
  const change = async (verb: string) =>
    changeReply.parse((await call(api, `/api/v1/${verb}`, { method: 'POST', body: {} })).json());
  const statusNow = async () => statusReply.parse((await call(api, `${base}/status`)).json());

  it('is shown live, steered through its owner, and changed here when that is gone', async () => {
    const rates = Array.from({ length: 60 }, (_, index) => `0.${index + 101}`);
    writeFileSync(path.join(root, 'sweep.yaml'), sampleSweep('net', rates.join(', ')));
    mkdirSync(homeOf(root));
    // What `serve` leaves in a folder that has no ledger yet must not keep `launch` out.
    stateToken(homeOf(root));
    api = await serveHome(homeOf(root));
    owner = fork(ownerProgram, [root, JSON.stringify(sampleCatalog)], {
      env: { ...process.env, FAKE_WORKER: 'slow' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    let live = false;
    while (!live) {
      const { sweeps } = sweepsReply.parse((await call(api, '/api/v1/sweeps')).json());
      live = sweeps[0]?.live ?? false;
    }
    const listener = await listen(api, 'sample');
    const statuses = () =>
      listener.events.flatMap((event) => (event.type === 'status' ? [event.status] : []));
    await waitUntil(() => statuses().some(({ etaSeconds }) => etaSeconds !== null), 'there is a pace');
    const running = statuses().at(-1);
    expect(running).toMatchObject({ live: true, devices: [{ slot: 'cpu:0' }, { slot: 'cpu:1' }] });
    expect(running?.progress).toBeGreaterThan(0);
    expect(statuses().some(({ devices }) => devices.some(({ run }) => run?.label === 'net head'))).toBe(true);
    const board = leaderboardReply.parse((await call(api, `${base}/leaderboard`)).json());
    expect(board.sweep.live).toBe(true);

    const began = performance.now();
    expect((await change('stop')).changed).toBeGreaterThan(0);
    await once(owner, 'exit');
    expect(performance.now() - began).toBeLessThan(10_000);
    await waitUntil(() => statuses().at(-1)?.live === false, 'the end is told');
    expect(listener.events.filter(({ type }) => type === 'leaderboard').length).toBeGreaterThan(1);
    listener.leave();

    const { runs } = await statusNow();
    expect(runs.paused).toBeGreaterThan(0);
    expect(await change('resume')).toEqual({
      changed: runs.paused,
      notice: expect.stringContaining('frostline resume') as string,
    });
    expect((await statusNow()).runs).toMatchObject({ waiting: runs.paused });
    expect(await change('stop')).toEqual({ changed: runs.paused });
    const extended = await call(api, '/api/v1/extend', { method: 'POST', body: {} });
    expect(extended.status).toBe(400);
  });
});
