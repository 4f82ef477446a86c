import { spawn } from 'node:child_process';
import path from 'node:path';

/** How a command ended. */
export interface CommandResult {
  readonly ok: boolean;
  /** The end of what it wrote, standard output and error together. */
  readonly output: string;
}

const KEPT = 4_000;

/** Runs a program with the workspace's own programs in its path; one that cannot be started has failed. */
export function runCommand(
  root: string,
  cwd: string,
  [program = '', ...args]: readonly string[],
): Promise<CommandResult> {
  const tools = path.join(root, 'node_modules', '.bin');
  const child = spawn(program, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: `${tools}${path.delimiter}${process.env['PATH'] ?? ''}` },
  });
  let output = '';
  const keep = (text: string): void => {
    output = `${output}${text}`.slice(-KEPT);
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  return new Promise((resolve) => {
    child.on('error', ({ message }) => {
      resolve({ ok: false, output: message });
    });
    child.on('close', (code) => {
      resolve({ ok: code === 0, output: output.trim() });
    });
  });
}
