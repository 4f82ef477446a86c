import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The programs of `faults/`; what each takes stands at its top. */
const programs = {
  append: new URL('../../faults/append.mjs', import.meta.url),
  change: new URL('../../faults/change.mjs', import.meta.url),
  freeze: new URL('../../faults/freeze-schema.mjs', import.meta.url),
  own: new URL('../../faults/own.mjs', import.meta.url),
  race: new URL('../../faults/race.mjs', import.meta.url),
};

/** Starts a program of `faults/` with an IPC channel and its standard output piped. */
export function startProgram(name: keyof typeof programs, ...args: readonly string[]): ChildProcess {
  return fork(fileURLToPath(programs[name]), args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
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
