import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/**
 * Runs a program with Debian's Python, which has torch, torchvision and scikit-learn.
 *
 * @returns what it wrote to standard output
 * @throws when it does not exit with 0; the message holds what it wrote to standard error
 */
export async function python(program: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await execute('/usr/bin/python3', [program, ...args], { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}
