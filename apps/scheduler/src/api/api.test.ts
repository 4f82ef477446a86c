import { InputError } from '@frostline/base';
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../testing/silent-logger.js';
import { askOwner } from './client.js';
import type { OwnerControls, OwnerStatus } from './controls.js';
import { startApi, type ApiHandle } from './server.js';

const now: OwnerStatus = {
  pid: 7,
  sweep: { id: 's1', name: 'fashion' },
  runs: { running: 1, waiting: 2 },
  workers: [{ slot: 'cpu:0', pid: 8, runId: 'r', step: 3, totalSteps: 9 }],
};

describe("the owner's API", () => {
  let api: ApiHandle;
  let asked: unknown[];
  beforeEach(async () => {
    asked = [];
    const controls: OwnerControls = {
      status: () => now,
      stop: (body) => {
        asked.push(['stop', body]);
        return 2;
      },
      resume: (body) => {
        asked.push(['resume', body]);
        return 3;
      },
      prioritize: (body) => {
        asked.push(['prioritize', body]);
        return 4;
      },
      extend: () => ({ sweepId: 's1', added: 1, kept: 0, openRuns: 3 }),
      retry: (body) => {
        if (body.trial === 'zzz')
          throw new InputError('unknown-trial', 'no such trial', { found: body.trial });
        if (body.trial === 'boom') throw new Error('broken');
        asked.push(['retry', body]);
        return 1;
      },
    };
    api = await startApi(controls, 'secret', silentLogger);
  });
  afterEach(async () => api.close());

  it('listens on the loopback address alone', () => {
    expect(api.address).toMatchObject({ pid: process.pid, token: 'secret' });
    expect(api.address.port).toBeGreaterThan(0);
  });

  it('answers its status to who knows the token', async () => {
    const reply = await send(api, 'GET', '/api/v1/status', {});
    expect(reply).toEqual({ status: 200, body: now });
  });

  it('carries a change to the owner and its answer back', async () => {
    expect(await askOwner(api.address, 'stop', { trial: 'ab' })).toEqual({ changed: 2 });
    expect(await askOwner(api.address, 'resume', { trial: 'ab' })).toEqual({ changed: 3 });
    expect(await askOwner(api.address, 'prioritize', { trial: 'ab', priority: -3 })).toEqual({ changed: 4 });
    expect(await askOwner(api.address, 'retry', {})).toEqual({ changed: 1 });
    expect(asked).toEqual([
      ['stop', { trial: 'ab' }],
      ['resume', { trial: 'ab' }],
      ['prioritize', { trial: 'ab', priority: -3 }],
      ['retry', {}],
    ]);
  });

  it("gives the owner's refusal back as an error of the input", async () => {
    await expect(askOwner(api.address, 'retry', { trial: 'zzz' })).rejects.toThrow(InputError);
    await expect(askOwner(api.address, 'retry', { trial: 'boom' })).rejects.toThrow('broken');
  });

  it.each([
    ['GET', '/api/v1/status'],
    ['POST', '/api/v1/stop'],
    ['POST', '/api/v1/resume'],
    ['POST', '/api/v1/prioritize'],
    ['POST', '/api/v1/extend'],
    ['POST', '/api/v1/retry'],
    ['GET', '/'],
  ] as const)('lets no one else in: %s %s', async (method, url) => {
    const wrong: Record<string, string>[] = [
      { authorization: '' },
      { authorization: 'Bearer secre' },
      { authorization: 'Bearer secret ' + 'x' },
      { host: 'evil.example' },
      { host: `127.0.0.1.evil.example:${api.address.port}` },
      { host: '127.0.0.1' },
    ];
    for (const headers of wrong) {
      const { status } = await send(api, method, url, headers);
      expect(status).toBe('host' in headers ? 403 : 401);
    }
    expect(asked).toEqual([]);
  });

  it('refuses a body that its schema does not know, and one that is not JSON', async () => {
    expect((await send(api, 'POST', '/api/v1/stop', {}, '{"trail":"x"}')).status).toBe(400);
    expect((await send(api, 'POST', '/api/v1/stop', { 'content-type': 'text/plain' }, '{}')).status).toBe(
      415,
    );
    expect(asked).toEqual([]);
  });

  it('says when the owner does not answer', async () => {
    await api.close();
    await expect(askOwner(api.address, 'stop', {})).rejects.toThrow(`pid ${process.pid}`);
  });
});

async function send(
  { address }: ApiHandle,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string,
): Promise<{ status: number | undefined; body: unknown }> {
  return new Promise((resolve, reject) => {
    const all = { authorization: `Bearer ${address.token}`, 'content-type': 'application/json', ...headers };
    const sent = request({ host: '127.0.0.1', port: address.port, method, path, headers: all }, (reply) => {
      let text = '';
      reply.setEncoding('utf8').on('data', (part: string) => (text += part));
      reply.on('end', () => {
        resolve({ status: reply.statusCode, body: JSON.parse(text) });
      });
    });
    sent.on('error', reject);
    sent.end(method === 'POST' ? (body ?? '{}') : undefined);
  });
}
