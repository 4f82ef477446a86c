import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { call, serveHome } from '../testing/call-api.js';
import type { ApiHandle } from './server.js';

const document = z.object({
  openapi: z.string(),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        summary: z.string(),
        parameters: z.array(z.object({ name: z.string(), in: z.string() })).optional(),
        requestBody: z.unknown().optional(),
        responses: z.record(
          z.string(),
          z.object({
            description: z.string(),
            content: z.record(z.string(), z.object({ schema: z.unknown() })).optional(),
          }),
        ),
      }),
    ),
  ),
});

let home: string;
let api: ApiHandle;
const known: string[] = [];
beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'frostline-docs-'));
  api = await serveHome(home, {
    onServer: (server) => {
      server.addHook('onRoute', ({ method, url }) => {
        if (url.startsWith('/api/') && method !== 'HEAD') known.push(`${String(method)} ${url}`);
      });
    },
  });
});
afterAll(async () => {
  await api.close();
  rmSync(home, { recursive: true });
});
const headers = { authorization: undefined };

it('describes every route of the API, with what it takes and gives', async () => {
  const { openapi, paths } = document.parse((await call(api, '/docs/json', { headers })).json());
  expect(openapi).toBe('3.1.0');
  const described = Object.entries(paths).flatMap(([url, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${url.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  );
  expect(described.sort()).toEqual([...new Set(known)].sort());
  for (const [url, methods] of Object.entries(paths))
    for (const [method, { parameters = [], requestBody, responses }] of Object.entries(methods)) {
      const inPath = parameters.filter((one) => one.in === 'path').map(({ name }) => name);
      expect(inPath.sort()).toEqual([...url.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort());
      expect(requestBody !== undefined).toBe(method === 'post');
      expect(Object.keys(responses['200']?.content ?? {})).toHaveLength(1);
      for (const status of ['4XX', '5XX'])
        expect(Object.keys(responses[status]?.content ?? {}), `${url} ${status}`).toEqual([
          'application/json',
        ]);
      for (const { description } of Object.values(responses))
        expect(description).not.toBe('Default Response');
    }
  const events = paths['/api/v1/sweeps/{sweep}/events']?.['get'];
  const stream = events?.responses['200']?.content ?? {};
  expect(Object.keys(stream)).toEqual(['text/event-stream']);
  const text = JSON.stringify(stream['text/event-stream']?.schema);
  for (const field of ['leaderboard', 'revision', 'etaSeconds']) expect(text).toContain(field);
  const image = paths['/api/v1/sweeps/{sweep}/images/{id}']?.['get']?.responses ?? {};
  expect(Object.keys(image['200']?.content ?? {})).toEqual(['image/png']);
  expect(image['304']?.content).toBeUndefined();
});

it('shows the description with files of its own alone', async () => {
  const page = await call(api, '/docs', { headers });
  expect(page.status).toBe(200);
  expect(page.headers['content-security-policy']).toContain(
    "script-src 'self'; style-src 'self' 'unsafe-inline'",
  );
  const sources = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url);
  expect(sources.length).toBeGreaterThan(4);
  for (const source of sources) {
    const { status } = await call(api, new URL(source, 'http://x/docs').pathname, { headers });
    expect([source, status]).toEqual([source, 200]);
  }
  expect(page.text).not.toMatch(/<script(?![^>]*src=)/);
});
