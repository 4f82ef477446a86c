import { FrostlineError } from '@frostline/base';
import type { ErrorReply } from '@frostline/protocol';

const notFound = ['no-sweep', 'no-trial', 'no-run', 'no-image', 'no-owner', 'ledger-missing', 'file-missing'];

/** What a reply says of an error, and its status: 4xx for who asked, 5xx for us. */
export function describeError(error: unknown): ErrorReply & { readonly status: number } {
  if (error instanceof FrostlineError) {
    const { code, message } = error;
    return { status: statusOf(error), code, message };
  }
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  // What broke unexpectedly is for the log, not for whoever asked.
  if (status >= 500) return { status, code: 'internal', message: 'internal error; see the log' };
  return { status, code: 'bad-request', message: error instanceof Error ? error.message : String(error) };
}

function statusOf({ code, exitCode }: FrostlineError): number {
  if (notFound.includes(code)) return 404;
  if (code === 'data-changed' || code === 'owned' || code === 'owner-ending') return 409;
  if (code === 'owner-silent' || code === 'ledger-busy') return 503;
  return exitCode === 2 ? 400 : 500;
}
