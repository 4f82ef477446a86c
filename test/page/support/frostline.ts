import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const command = path.join(path.dirname(require.resolve('frostline/package.json')), 'bin/frostline.js');

/** Starts the `frostline` command in a folder. */
export function start(folder: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [command, ...args], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Runs the `frostline` command in a folder until it ends well. */
export async function run(folder: string, args: readonly string[]): Promise<void> {
  const child = start(folder, args);
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`frostline ${args.join(' ')} ended with ${String(code)}: ${said}`);
}
