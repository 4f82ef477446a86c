const codes: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'disk-full'];

/** Whether an error, or what caused it, is that there is no room left to write. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && codes.includes(error.code)) || isDiskFull(error.cause);
}
