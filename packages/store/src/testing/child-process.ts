import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Starts a program of `faults/` with an IPC channel and its standard output piped. */
export function startProgram(name: string, ...args: readonly string[]): ChildProcess {
  const program = fileURLToPath(new URL(`../../faults/${name}.mjs`, import.meta.url));
  return fork(program, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
}

/** The next message of a program; rejects when it exits before. */
export async function nextMessage(child: ChildProcess): Promise<unknown> {
  const cancel = new AbortController();
  const { signal } = cancel;
  try {
    const [message] = (await Promise.race([
      once(child, 'message', { signal }),
      once(child, 'exit', { signal }).then(([code, killed]) => {
        throw new Error(`the program ended first: ${String(code ?? killed)}`);
      }),
    ])) as [unknown];
    return message;
  } finally {
    cancel.abort();
  }
}

/** Waits for the end of a program: its signal when killed, else its exit code. */
export async function ending(child: ChildProcess): Promise<string | number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.signalCode ?? child.exitCode;
}
