import { systemClock } from '@frostline/base';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, serveHome, type Headers } from '../testing/call-api.js';
import { homeOf, launchSample } from '../testing/launch-sample.js';
import { sampleSweep, sampleSweepFolder } from '../testing/sample-sweep.js';
import { OwnerElsewhere } from './owner-elsewhere.js';
import type { Owner } from './owner.js';
import type { ApiHandle } from './server.js';
import { isWithoutToken } from './without-token.js';

interface KnownRoute {
  readonly method: string;
  readonly url: string;
  readonly open: boolean;
}

let root: string;
let page: string;
let api: ApiHandle;
/** Every route, as the router was told it: one that is added later is tested without being named here. */
const routes: KnownRoute[] = [];
let changes = 0;

beforeAll(async () => {
  root = sampleSweepFolder(sampleSweep('net'));
  await launchSample(root);
  writeFileSync(path.join(root, 'secret.txt'), 'the secret');
  page = mkdtempSync(path.join(tmpdir(), 'frostline-page-'));
  mkdirSync(path.join(page, 'assets'));
  writeFileSync(path.join(page, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(path.join(page, 'assets', 'app-1.js'), 'page();');
  mkdirSync(`${page}-sibling`);
  writeFileSync(path.join(`${page}-sibling`, 'secret.txt'), 'the secret');
  const owner = new OwnerElsewhere(homeOf(root), systemClock);
  const counting: Owner = {
    status: async () => owner.status(),
    change: async (verb, request) => {
      changes += 1;
      return owner.change(verb, request);
    },
  };
  api = await serveHome(homeOf(root), {
    owner: counting,
    page,
    onServer: (server) => {
      server.addHook('onRoute', (route) => {
        for (const method of [route.method].flat())
          routes.push({
            method,
            url: route.url,
            // Asked later: the scope of the files says so after this.
            get open() {
              return isWithoutToken(route.config);
            },
          });
      });
    },
  });
});
afterAll(async () => {
  await api.close();
  rmSync(root, { recursive: true });
  rmSync(page, { recursive: true });
  rmSync(`${page}-sibling`, { recursive: true });
});

/** A path that the route matches. */
const pathOf = ({ url }: KnownRoute): string =>
  url.replace(':sweep', 'sample').replace(':trial', 'x').replace(':id', '0-1').replace('*', 'x.css');
const own = (): string => `127.0.0.1:${api.address.port}`;
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

const badHosts = (): Headers[] => [
  { host: 'evil.example' },
  { host: `evil.example:${api.address.port}` },
  { host: `127.0.0.1.evil.example:${api.address.port}` },
  { host: '127.0.0.1' },
  { host: `127.0.0.1:${api.address.port + 1}` },
  { host: `localhost.:${api.address.port}` },
  { host: `x@127.0.0.1:${api.address.port}` },
  { host: 'evil.example', 'x-forwarded-host': own() },
];
const badOrigins = (): Headers[] => [
  { origin: 'http://evil.example' },
  { origin: 'null' },
  { origin: `http://127.0.0.1:${api.address.port + 1}` },
  { origin: `http://${own()}.evil.example` },
  { origin: `file://${own()}` },
];
const badTokens: Headers[] = [
  { authorization: undefined },
  { authorization: '' },
  { authorization: 'Bearer a-token-for-test' },
  { authorization: 'Bearer a-token-for-tests2' },
  { authorization: 'Bearer b-token-for-tests' },
  { authorization: 'Bearer a-token_for-tests' },
  { authorization: 'Bearer a-token-for-testz' },
  { authorization: 'Bearer A-TOKEN-FOR-TESTS' },
  { authorization: 'Basic a-token-for-tests' },
  { authorization: undefined, cookie: 'token=a-token-for-tests' },
];

describe('every route, as the router knows it', () => {
  it('are the ones that we think of, and only files are open', () => {
    const closed = routes.filter(({ open }) => !open);
    expect(closed.length).toBeGreaterThan(30);
    expect(closed.every(({ url }) => url.startsWith('/api/v1/'))).toBe(true);
    expect(routes.filter(({ open }) => open).every(({ url }) => !url.startsWith('/api'))).toBe(true);
    // What changes something is asked for by POST, and nothing else is known.
    expect(new Set(routes.map(({ method }) => method))).toEqual(new Set(['GET', 'HEAD', 'POST']));
  });

  it('answers no other Host, by whatever method', async () => {
    for (const route of routes)
      for (const headers of badHosts())
        for (const method of methods) {
          const answer = await call(api, pathOf(route), { method, headers });
          expect([method, route.url, headers, answer.status]).toEqual([method, route.url, headers, 403]);
        }
  });

  it('answers no page of another site, by whatever method', async () => {
    for (const route of routes)
      for (const headers of badOrigins())
        for (const method of methods) {
          const answer = await call(api, pathOf(route), { method, headers });
          expect([method, route.url, headers, answer.status]).toEqual([method, route.url, headers, 403]);
          expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
        }
  });

  it('answers nobody without the token, by whatever method, unless it is a file', async () => {
    for (const route of routes)
      for (const headers of badTokens)
        for (const method of methods) {
          const reads = method === 'GET' || method === 'HEAD';
          const open = reads && routes.some((other) => other.open && other.url === route.url);
          const url = pathOf(route);
          const { status } = await call(api, url, { method, headers });
          if (open) expect([method, url, status]).not.toEqual([method, url, 401]);
          else expect([method, url, headers, status]).toEqual([method, url, headers, 401]);
        }
  });

  it('takes no token from the address', async () => {
    for (const route of routes.filter(({ open }) => !open)) {
      const url = `${pathOf(route)}?token=a-token-for-tests&access_token=a-token-for-tests`;
      const { status } = await call(api, url, {
        method: route.method,
        headers: { authorization: undefined },
      });
      expect([route.url, status]).toEqual([route.url, 401]);
    }
  });

  it('changes something for JSON alone', async () => {
    const posts = routes.filter(({ method }) => method === 'POST');
    expect(posts.map(({ url }) => url)).toContain('/api/v1/stop');
    for (const { url } of posts)
      for (const type of [
        undefined,
        'text/plain',
        'text/plain; application/json',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'application/jsonp',
      ]) {
        const headers = { 'content-type': type };
        const { status } = await call(api, url, { method: 'POST', headers, body: '{"trial":"x"}' });
        expect([url, type, status]).toEqual([url, type, 415]);
        // Not even without a body, which a parser would not look at.
        expect((await call(api, url, { method: 'POST', headers })).status).toBe(415);
      }
  });

  it('did nothing that was refused', () => {
    expect(changes).toBe(0);
  });

  it('sends every reply with headers that keep it what it is', async () => {
    const urls = [
      ...routes.filter(({ method, url }) => method === 'GET' && !url.endsWith('/events')).map(pathOf),
    ];
    for (const url of [...urls, '/nothing', '/%zz', '/api/v1/nothing']) {
      const { headers } = await call(api, url);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
      expect([url, headers['content-security-policy']]).toEqual([
        url,
        expect.stringMatching(/^default-src 'self'; script-src 'self';.*frame-ancestors 'none'$/),
      ]);
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });
});

describe('its own page', () => {
  it('is let in: its Host, under both names, and its Origin', async () => {
    for (const host of [own(), `localhost:${api.address.port}`])
      for (const origin of [undefined, `http://${host}`]) {
        const reading = await call(api, '/api/v1/sweeps', { headers: { host, origin } });
        expect(reading.status).toBe(200);
        const changing = await call(api, '/api/v1/stop', {
          method: 'POST',
          headers: { host, origin },
          body: {},
        });
        expect(changing.status).toBe(200);
      }
  });

  it('needs no token, is always asked for again, and its assets never', async () => {
    const headers = { authorization: undefined };
    const index = await call(api, '/', { headers });
    expect(index.text).toContain('<title>page</title>');
    expect(index.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
    });
    const asset = await call(api, '/assets/app-1.js', { headers });
    expect(asset.text).toBe('page();');
    expect(asset.headers['cache-control']).toContain('immutable');
  });

  it('says how it is built while it is not', async () => {
    const bare = await serveHome(homeOf(root));
    const answer = await call(bare, '/', { headers: { authorization: undefined } });
    await bare.close();
    expect({ status: answer.status, type: answer.headers['content-type'] }).toEqual({
      status: 404,
      type: 'text/html; charset=utf-8',
    });
    expect(answer.text).toContain('npm run build');
  });
});

describe('a path that leads out of where it belongs', () => {
  const ways = (target: string): string[] => [
    `../${target}`,
    `../../../../../../../../etc/passwd`,
    `%2e%2e%2f${target}`,
    `%2e%2e/${target}`,
    `%252e%252e%252f${target}`,
    `..%5c${target}`,
    `..\\${target}`,
    `....//${target}`,
    `/etc/passwd`,
    `%2fetc%2fpasswd`,
    `0-1.png%00`,
    `0-1%00../${target}`,
    `file:%2f%2f%2fetc%2fpasswd`,
    target,
  ];
  const leaks = /the secret|root:/;

  it('is refused as any parameter of any route', async () => {
    const targets = ['secret.txt', '../secret.txt', 'train/0-1.png', '.frostline/api-token'];
    const withParameters = routes.filter(({ method, url }) => method === 'GET' && url.includes(':'));
    expect(withParameters.length).toBeGreaterThan(8);
    for (const { url } of withParameters)
      for (const parameter of url.match(/:[a-z]+/g) ?? [])
        for (const way of targets.flatMap(ways)) {
          const asked = pathOf({ method: 'GET', url: url.replace(parameter, way), open: false });
          const { status, text } = await call(api, asked);
          expect(text).not.toMatch(leaks);
          expect([asked, status]).toEqual([
            asked,
            expect.toSatisfy((code: number) => code >= 400 && code < 500),
          ]);
        }
  });

  it('is refused among the files of the page and of the description', async () => {
    symlinkSync(path.join(root, 'secret.txt'), path.join(page, 'later.txt'));
    const sibling = `${path.basename(page)}-sibling/secret.txt`;
    for (const prefix of ['/', '/assets/', '/docs/', '/docs/static/'])
      for (const way of ['later.txt', ...ways('secret.txt'), ...ways(sibling)]) {
        const { status, text } = await call(api, `${prefix}${way}`);
        expect(text).not.toMatch(leaks);
        expect([prefix, way, status]).toEqual([prefix, way, expect.toSatisfy((code: number) => code >= 400)]);
      }
  });

  it('is refused where an image has become a link that leads out', async () => {
    const image = path.join(root, 'train', '1-1.png');
    const before = await call(api, '/api/v1/sweeps/sample/images/1-1');
    expect(before.status).toBe(200);
    rmSync(image);
    symlinkSync('/etc/passwd', image);
    const { status, text } = await call(api, '/api/v1/sweeps/sample/images/1-1');
    expect(status).toBe(400);
    expect(text).not.toMatch(leaks);
  });
});
