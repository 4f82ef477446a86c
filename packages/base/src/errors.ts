/** What a person needs to mend an input: where it is, what was there, what may be there, what to do. */
export interface ErrorDetails {
  /** Where: `sweep.yaml:12:3`, `train.csv:40`, `--home`. */
  readonly place?: string | undefined;
  /** The value that was found there. */
  readonly found?: unknown;
  /** What would have been accepted, in words or as a list. */
  readonly allowed?: string | readonly string[] | undefined;
  /** The next thing to do. */
  readonly fix?: string | undefined;
  readonly cause?: unknown;
}

/**
 * The one base class of every error that Frostline raises on purpose.
 *
 * `code` is stable and may be matched on; the message is for people and may change.
 */
export class FrostlineError extends Error {
  /** 2: wrong usage or bad input; 1: the work itself failed. */
  readonly exitCode: 1 | 2 = 1;
  readonly details: ErrorDetails;

  constructor(
    readonly code: string,
    summary: string,
    details: ErrorDetails = {},
  ) {
    super(describe(summary, details), details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.details = details;
  }
}

/** Wrong usage or bad input: nothing was changed, exit code 2. */
export class InputError extends FrostlineError {
  override readonly exitCode = 2;
}

/** A defect of Frostline itself; its message begins with `internal:`. */
export class InternalError extends FrostlineError {
  constructor(summary: string, details: ErrorDetails = {}) {
    super('internal', summary, details);
    this.message = `internal: ${this.message}`;
  }
}

function describe(summary: string, { place, found, allowed, fix }: ErrorDetails): string {
  const parts = [place === undefined ? summary : `${place}: ${summary}`];
  if (found !== undefined) parts.push(`found ${quote(found)}`);
  if (allowed !== undefined)
    parts.push(`allowed: ${typeof allowed === 'string' ? allowed : allowed.join(', ')}`);
  if (fix !== undefined) parts.push(fix);
  return parts.join('; ');
}

function quote(value: unknown): string {
  // JSON has no word for these numbers, YAML does.
  const marked = (_key: string, member: unknown): unknown =>
    typeof member === 'number' && !Number.isFinite(member) ? `\u0001${yamlNumber(member)}` : member;
  const json = JSON.stringify(value, marked) as string | undefined;
  const text = (json ?? String(value)).replaceAll(/"\\u0001(-?\.\w+)"/g, '$1');
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function yamlNumber(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  return value < 0 ? '-.inf' : '.inf';
}
