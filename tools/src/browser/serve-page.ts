import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../../apps/scheduler/bin/frostline.js', import.meta.url));

/** A page that is served, by the command as a user runs it. */
export interface ServedPage {
  /** The link to a view, token and all. */
  link(query: string): string;
  /** Asks the API below /api/v1. */
  get<T>(path: string): Promise<T>;
  /** Changes something, as another page or the command would. */
  post(path: string, body: object): Promise<void>;
  close(): Promise<void>;
}

/** Serves the page of a state folder until it is closed; on a free port unless told. */
export async function servePage(home: string, port = 0): Promise<ServedPage> {
  const child = spawn(process.execPath, [command, 'serve', '--home', home, '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const lines = createInterface({ input: child.stdout });
  const printed = await Promise.race([
    once(lines, 'line').then(([line]) => String(line)),
    once(child, 'exit').then(() => null),
  ]);
  if (printed === null) throw new Error(`frostline serve ended: ${complaint}`);
  const { origin, hash } = new URL(printed);
  const token = new URLSearchParams(hash.slice(1)).get('token') ?? '';
  const send = async (path: string, init: RequestInit & { headers?: Record<string, string> } = {}) => {
    const headers = { authorization: `Bearer ${token}`, ...init.headers };
    const reply = await fetch(`${origin}/api/v1${path}`, { ...init, headers });
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
    return reply;
  };
  return {
    link: (query) => `${origin}/${query}${hash}`,
    get: async <T>(path: string) => (await (await send(path)).json()) as T,
    async post(path, body) {
      const headers = { 'content-type': 'application/json' };
      await send(path, { method: 'POST', headers, body: JSON.stringify(body) });
    },
    async close() {
      if (child.exitCode !== null) return;
      child.kill('SIGINT');
      await once(child, 'exit');
    },
  };
}
