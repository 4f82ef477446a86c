import { isDiskFull, silentLogger, type Logger } from '@frostline/base';
import path from 'node:path';
import { destination, pino } from 'pino';

/** A pino logger that appends JSON lines to a file, and a way to close it. */
export interface LogFile {
  readonly logger: Logger;
  close(): void;
}

/**
 * Opens `file` for appending, with its folder. Lines are written at once: a killed owner leaves what it had said. A log
 * that cannot be written, on a full disk, is left out: what matters is in the ledger, and its writer complains.
 */
export function openLog(file: string, bindings: Readonly<Record<string, unknown>>): LogFile {
  let stream: ReturnType<typeof destination>;
  try {
    stream = destination({ dest: file, append: true, mkdir: true, sync: true });
  } catch (error) {
    if (isDiskFull(error)) return { logger: silentLogger, close: () => undefined };
    throw error;
  }
  stream.on('error', () => undefined);
  const logger = pino(
    { base: { ...bindings }, timestamp: () => `,"time":"${new Date().toISOString()}"` },
    stream,
  );
  return {
    logger,
    close: () => {
      stream.end();
    },
  };
}

/** The folder of all runs. */
export function runsFolder(home: string): string {
  return path.join(home, 'runs');
}

/** The folder of everything that a run writes; each attempt has its own folder below it. */
export function runFolder(home: string, runId: string): string {
  return path.join(runsFolder(home), runId);
}

/** The folder of one attempt's artifacts and log. */
export function attemptFolder(home: string, runId: string, attempt: number): string {
  return path.join(runFolder(home, runId), `attempt-${attempt}`);
}
