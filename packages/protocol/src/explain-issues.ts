import { didYouMean, InputError } from '@frostline/base';
import type { z } from 'zod';
import { allowedKeys } from './allowed-keys.js';

type Issue = z.core.$ZodIssue;

/** Where what was checked came from. */
export interface IssueSource {
  /** Code of the errors. */
  readonly code: string;
  /** What the whole is called: `the file`. */
  readonly whole: string;
  placeOf(path: readonly PropertyKey[]): string;
  placeOfKey(path: readonly PropertyKey[], key: string): string;
}

/** What zod found wrong, each with its place, what was found and what is allowed. Parse with `reportInput`. */
export function explainIssues(
  issues: readonly Issue[],
  schema: z.ZodType,
  source: IssueSource,
): InputError[] {
  return issues.flatMap((issue) => explain(issue, schema, source));
}

function explain(issue: Issue, schema: z.ZodType, source: IssueSource): InputError[] {
  const { code, whole } = source;
  if (issue.code === 'unrecognized_keys') {
    const allowed = allowedKeys(schema, issue.path);
    return issue.keys.map(
      (key) =>
        new InputError(code, `unknown key ${JSON.stringify(key)}${inside(issue.path)}`, {
          place: source.placeOfKey(issue.path, key),
          ...(allowed.length > 0 && { allowed }),
          fix: didYouMean(key, allowed),
        }),
    );
  }
  if (issue.code === 'invalid_union') {
    const inner = innerIssues(issue);
    if (inner !== undefined) return explainIssues(inner, schema, source);
  }
  const name = nameOf(issue.path, whole);
  const place = source.placeOf(issue.path);
  const allowed = allowedBy(issue) ?? keysAllowed(schema, issue.path);
  if (issue.input === undefined) return [new InputError(code, `${name} is missing`, { place, allowed })];
  const summary = issue.code === 'custom' ? `${name}: ${issue.message}` : `${name} is not valid`;
  return [new InputError(code, summary, { place, found: issue.input, allowed, fix: guess(issue) })];
}

/**
 * The problems inside the branch of a union that the writer meant, with paths from the root: among the branches whose
 * outer shape fits, the one with the fewest missing and unknown keys. Undefined when that is not clear.
 */
function innerIssues(issue: z.core.$ZodIssueInvalidUnion): Issue[] | undefined {
  const ranked = issue.errors
    .filter((branch) => branch.length > 0 && branch.every((inner) => inner.path.length > 0 || isStray(inner)))
    .map((branch) => ({ branch, strays: branch.filter(isStray).length }))
    .sort((a, b) => a.strays - b.strays);
  const [best, second] = ranked;
  if (best === undefined || best.strays === second?.strays) return undefined;
  return best.branch.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** The word of a vocabulary that a mistyped one most likely meant. */
function guess(issue: Issue): string | undefined {
  if (typeof issue.input !== 'string') return undefined;
  return didYouMean(issue.input, wordsOf(issue));
}

function wordsOf(issue: Issue): string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  return issue.code === 'invalid_union' ? issue.errors.flat().flatMap(wordsOf) : [];
}

/** A missing or an unknown key: a sign that another branch was meant. */
function isStray(issue: Issue): boolean {
  return issue.code === 'unrecognized_keys' || issue.input === undefined;
}

function allowedBy(issue: Issue): string | readonly string[] | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return TYPE_NAMES[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.map(String);
    case 'too_small':
      return bound('at least', 'more than', issue.minimum, issue);
    case 'too_big':
      return bound('at most', 'less than', issue.maximum, issue);
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return issue.format === 'regex' ? `text that matches ${issue.pattern ?? ''}` : issue.format;
    case 'invalid_union':
      return unionAllows(issue);
    default:
      return undefined;
  }
}

function keysAllowed(schema: z.ZodType, path: readonly PropertyKey[]): string | undefined {
  const keys = allowedKeys(schema, path);
  return keys.length === 0 ? undefined : `a map with ${keys.join(', ')}`;
}

/** The vocabulary of YAML, not that of JavaScript. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text (quote it if it looks like a number)',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
  null: 'null',
};

function bound(
  atLeast: string,
  moreThan: string,
  limit: number | bigint,
  { origin, inclusive }: { origin: string; inclusive?: boolean | undefined },
): string {
  const unit = origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '';
  return `${inclusive === false ? moreThan : atLeast} ${limit}${unit}`;
}

/** What the branches want at the place of the union itself. */
function unionAllows(issue: z.core.$ZodIssueInvalidUnion): string | undefined {
  if ('options' in issue && issue.options !== undefined) return issue.options.map(String).join(', ');
  const branches = issue.errors
    .flatMap((branch) => branch.filter(({ path }) => path.length === 0).map(allowedBy))
    .filter((part) => part !== undefined);
  const parts = branches.map((part) => (typeof part === 'string' ? part : part.join(', ')));
  return parts.length === 0 ? undefined : [...new Set(parts)].join(', or ');
}

function nameOf(path: readonly PropertyKey[], whole: string): string {
  return path.length === 0 ? whole : path.map(String).join('.');
}

function inside(path: readonly PropertyKey[]): string {
  return path.length === 0 ? '' : ` in ${nameOf(path, '')}`;
}
