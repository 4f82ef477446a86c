import { FrostlineError, isDiskFull } from '@frostline/base';
import type { Context, ExitCode } from './context.js';

/**
 * Prints an error for a person and gives the exit code: the message alone, one line per problem; the stack only with
 * `FROSTLINE_DEBUG=1`, or when the error is nobody's on purpose and `FROSTLINE_DEBUG` would be the next thing to ask for.
 */
export function reportError(error: unknown, { terminal, env }: Pick<Context, 'terminal' | 'env'>): ExitCode {
  const debug = (env.FROSTLINE_DEBUG ?? '') !== '';
  terminal.err(`frostline: ${messageOf(error)}\n`);
  if (debug && error instanceof Error) terminal.err(`${stackOf(error)}\n`);
  else if (error instanceof FrostlineError) return error.exitCode;
  else if (isDiskFull(error)) terminal.err('free some disk space, then run `frostline resume`\n');
  else terminal.err('FROSTLINE_DEBUG=1 shows where this came from\n');
  return error instanceof FrostlineError ? error.exitCode : 1;
}

/** The words of anything that was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message === '' ? error.name : error.message;
  return String(error);
}

function stackOf(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\ncaused by ${stackOf(error.cause)}` : own;
}
