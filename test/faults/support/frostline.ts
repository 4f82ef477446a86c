import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const command = path.join(path.dirname(require.resolve('frostline/package.json')), 'bin/frostline.js');

/** How a command line ended and what it printed. */
export interface CommandEnd {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

/** A `frostline` command under way. */
export interface RunningCommand {
  readonly process: ChildProcess;
  readonly ended: Promise<CommandEnd>;
}

/** Starts the `frostline` command in a folder. */
export function start(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): RunningCommand {
  return run([process.execPath, command, ...args], folder, env);
}

/** Starts the folder's sweep with processes that may hold so much data each. For Linux. */
export function launchWithin(folder: string, megabytes: number): RunningCommand {
  const limit = `ulimit -d ${megabytes * 1024} && exec "$0" "$@"`;
  return run(
    ['sh', '-c', limit, process.execPath, command, 'launch', 'sweep.yaml', '--workers', '2'],
    folder,
  );
}

function run(
  [program = '', ...args]: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>> = {},
): RunningCommand {
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const ended = new Promise<CommandEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({ code, signal, out, err });
    });
  });
  return { process: child, ended };
}

/** Starts the folder's sweep. */
export function launch(
  folder: string,
  options: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): RunningCommand {
  return start(folder, ['launch', 'sweep.yaml', '--workers', '2', ...options], env);
}

/** Goes on with the folder's sweep, to its end. */
export function resume(folder: string): Promise<CommandEnd> {
  return start(folder, ['resume', '--workers', '2']).ended;
}
