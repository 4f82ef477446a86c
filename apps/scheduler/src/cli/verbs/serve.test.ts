import { sweepsReply } from '@frostline/protocol';
import { readdirSync, rmSync } from 'node:fs';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { homeOf, launchSample } from '../../testing/launch-sample.js';
import { sampleSweepFolder } from '../../testing/sample-sweep.js';
import { waitUntil } from '../../testing/wait-until.js';

const command = fileURLToPath(new URL('../../../bin/frostline.js', import.meta.url));
let root: string;
let server: ChildProcess;
beforeEach(async () => {
  root = sampleSweepFolder();
  await launchSample(root);
});
afterEach(async () => {
  if (server.exitCode === null && server.kill('SIGKILL')) await once(server, 'exit');
  rmSync(root, { recursive: true });
});

/** Starts the command and gives the link that it prints. */
async function serve(env: NodeJS.ProcessEnv, ...args: string[]): Promise<URL> {
  server = spawn(process.execPath, [command, 'serve', '--port', '0', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let printed = '';
  server.stdout?.setEncoding('utf8').on('data', (part: string) => (printed += part));
  await waitUntil(() => printed.includes('\n'), 'the link is printed');
  return new URL(printed.trim());
}

const sweepsAt = async (link: URL): Promise<Response> =>
  fetch(new URL('/api/v1/sweeps', link), {
    headers: { authorization: `Bearer ${decodeURIComponent(link.hash.replace('#token=', ''))}` },
  });

it('prints a link that lets in, the same at the next start, and ends at Ctrl-C', async () => {
  const link = await serve({});
  expect(link.hostname).toBe('127.0.0.1');
  const { sweeps } = sweepsReply.parse(await (await sweepsAt(link)).json());
  expect(sweeps.map(({ name }) => name)).toEqual(['sample']);
  server.kill('SIGINT');
  expect((await once(server, 'exit'))[0]).toBe(0);
  expect((await serve({}, '--home', homeOf(root))).hash).toBe(link.hash);
});

it('takes the token that it is given, by option or environment', async () => {
  const link = await serve({ FROSTLINE_TOKEN: 'of sixteen'.padEnd(16, '!').replace(' ', '-') });
  expect(link.hash).toBe('#token=of-sixteen!!!!!!');
  expect((await sweepsAt(link)).status).toBe(200);
});

it('writes nothing where its port is taken', async () => {
  const link = await serve({ FROSTLINE_TOKEN: 'of-sixteen!!!!!!' });
  rmSync(path.join(homeOf(root), 'api-token'));
  const second = spawn(process.execPath, [command, 'serve', '--port', link.port], {
    cwd: root,
    stdio: 'ignore',
  });
  expect((await once(second, 'exit'))[0]).toBe(2);
  expect(readdirSync(homeOf(root))).not.toContain('api-token');
});
