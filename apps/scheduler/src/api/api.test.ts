import { InputError } from '@frostline/base';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call, serveHome, testToken } from '../testing/call-api.js';
import { askOwner, askStatus } from './client.js';
import type { OwnerControls, OwnerStatus } from '../host/controls.js';
import { OwnerHere } from './owner.js';
import type { ApiHandle } from './server.js';
import { stateToken } from './state-token.js';

const now: OwnerStatus = {
  pid: 7,
  sweep: { id: 's1', name: 'fashion' },
  goesOn: true,
  runs: { running: 1, waiting: 2 },
  workers: [{ slot: 'cpu:0', pid: 8, runId: 'r', step: 3, totalSteps: 9 }],
};

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'frostline-api-'));
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

describe("the owner's API", () => {
  let api: ApiHandle;
  let asked: unknown[];
  beforeEach(async () => {
    asked = [];
    const noted =
      (verb: string, changed: number) =>
      (body: object): number => {
        asked.push([verb, body]);
        return changed;
      };
    const controls: OwnerControls = {
      status: () => now,
      stop: noted('stop', 2),
      resume: (body) => ({ changed: noted('resume', 3)(body) }),
      prioritize: noted('prioritize', 4),
      annotate: noted('annotate', 1),
      extend: () => ({ sweepId: 's1', added: 1, kept: 0, openRuns: 3 }),
      retry: (body) => {
        if (body.trial === 'zzz') throw new InputError('no-trial', 'no such trial', { found: body.trial });
        if (body.trial === 'boom') throw new Error('broken');
        return { changed: noted('retry', 1)(body) };
      },
    };
    api = await serveHome(home, { owner: new OwnerHere(controls) });
  });
  afterEach(async () => api.close());

  it('listens on the loopback address alone', () => {
    expect(api.address).toMatchObject({ pid: process.pid, token: testToken });
    expect(api.address.port).toBeGreaterThan(0);
    expect(api.url).toBe(`http://127.0.0.1:${api.address.port}/#token=${testToken}`);
  });

  it('answers its status to who knows the token', async () => {
    expect(await askStatus(api.address)).toEqual(now);
  });

  it('carries a change to the owner and its answer back', async () => {
    expect(await askOwner(api.address, 'stop', { trial: 'ab' })).toEqual({ changed: 2 });
    expect(await askOwner(api.address, 'resume', { trial: 'ab' })).toEqual({ changed: 3 });
    expect(await askOwner(api.address, 'prioritize', { trial: 'ab', priority: -3 })).toEqual({ changed: 4 });
    expect(await askOwner(api.address, 'annotate', { trial: 'ab', tags: ['x'] })).toEqual({ changed: 1 });
    expect(await askOwner(api.address, 'retry', {})).toEqual({ changed: 1 });
    expect(asked).toEqual([
      ['stop', { trial: 'ab' }],
      ['resume', { trial: 'ab' }],
      ['prioritize', { trial: 'ab', priority: -3 }],
      ['annotate', { trial: 'ab', tags: ['x'] }],
      ['retry', {}],
    ]);
  });

  it("gives the owner's refusal back as an error of the input, and hides what broke", async () => {
    await expect(askOwner(api.address, 'retry', { trial: 'zzz' })).rejects.toThrow(InputError);
    await expect(askOwner(api.address, 'retry', { trial: 'boom' })).rejects.toThrow('internal error');
  });

  it('refuses a body that its schema does not know', async () => {
    for (const body of [{ trail: 'x' }, { fold: 0 }, { trial: 'x', fold: -1 }]) {
      const wrong = await call(api, '/api/v1/stop', { method: 'POST', body });
      expect({ status: wrong.status, asked }).toEqual({ status: 400, asked: [] });
    }
  });

  it('says when the owner does not answer', async () => {
    await api.close();
    await expect(askOwner(api.address, 'stop', {})).rejects.toThrow(`pid ${process.pid}`);
  });

  it('says when its port is taken', async () => {
    const listening = { host: '127.0.0.1', port: api.address.port, allowHosts: [] };
    await expect(serveHome(home, { listening })).rejects.toThrow('--port');
  });
});

describe('the token of a state folder', () => {
  it('is made once, for this user alone', () => {
    const token = stateToken(home);
    expect(token).toMatch(/^[\w-]{32}$/);
    expect(stateToken(home)).toBe(token);
    expect(readFileSync(path.join(home, 'api-token'), 'utf8')).toBe(`${token}\n`);
    expect(statSync(path.join(home, 'api-token')).mode & 0o777).toBe(0o600);
    expect(readdirSync(home).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it.each(['', '\n', 'fifteen-letters\n', 'with spaces between the words\n'])(
    'takes the place of %j, with which nobody should come in',
    (left) => {
      const file = path.join(home, 'api-token');
      writeFileSync(file, left, { mode: 0o644 });
      const token = stateToken(home);
      expect(token).toMatch(/^[\w-]{32}$/);
      expect(readFileSync(file, 'utf8')).toBe(`${token}\n`);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(stateToken(home)).toBe(token);
    },
  );
});
