import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const command = path.join(path.dirname(require.resolve('frostline/package.json')), 'bin/frostline.js');

/** How a command line ended and what it printed. */
export interface CommandEnd {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the `frostline` command in a folder, its output going into pipes. */
export async function frostline(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CommandEnd> {
  const child = spawn(process.execPath, [command, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, out, err };
}

/** Runs a command that must succeed and gives what it printed as JSON. */
export async function frostlineJson<Printed>(folder: string, args: readonly string[]): Promise<Printed> {
  const { code, out, err } = await frostline(folder, [...args, '--json']);
  if (code !== 0) throw new Error(`frostline ${args.join(' ')} ended with ${code}: ${err}`);
  return JSON.parse(out) as Printed;
}
