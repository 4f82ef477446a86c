import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** What npm tells the scripts that it runs, such as this workspace's own settings; where it fetches from stays. */
const fromNpm = /^npm_(?!config_(cache|registry|userconfig|proxy|https_proxy|noproxy|cafile)$)/i;

/**
 * Runs a program to its end in `folder`, as from a fresh terminal.
 *
 * @returns what it wrote to standard output
 * @throws when it does not exit with 0; the message holds what it wrote to standard error
 */
export async function run(folder: string, command: string, args: readonly string[]): Promise<string> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !fromNpm.test(name)));
  const { stdout } = await execute(command, args, { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}
