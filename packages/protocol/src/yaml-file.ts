import { InputError } from '@frostline/base';
import type { z } from 'zod';
import { YamlDocument } from './yaml-document.js';
import { explainIssues } from './explain-issues.js';

export interface YamlOptions<Schema extends z.ZodType> {
  /** The name that errors print before line and column. */
  readonly file: string;
  readonly schema: Schema;
  /** Size limit in bytes of UTF-8; 1 MB unless told. */
  readonly maxBytes?: number;
}

export interface YamlValue<Value> {
  readonly value: Value;
  /**
   * `file:line:column` of the member at `path` (keys and indices from the root), or of its nearest ancestor
   * that is in the file: for errors that only show after the schema has passed.
   */
  placeOf(path: readonly PropertyKey[]): string;
}

/**
 * Reads YAML 1.2 that came from outside and checks it: one document, no aliases, no custom tags, no duplicate keys,
 * at most `maxBytes`. Keeps where each member stands.
 *
 * @throws InputError `bad-yaml`, which lists every problem with file:line:column, what was found, what is allowed
 * @example
 * const { value } = readYaml(text, { file: 'sweep.yaml', schema: z.strictObject({ method: z.enum(['grid', 'random']) }) });
 */
export function readYaml<Schema extends z.ZodType>(
  text: string,
  { file, schema, maxBytes = 1_000_000 }: YamlOptions<Schema>,
): YamlValue<z.output<Schema>> {
  const bytes = Buffer.byteLength(text);
  if (bytes > maxBytes)
    throw new InputError('bad-yaml', 'file is too large', {
      place: file,
      found: `${bytes} bytes`,
      allowed: `at most ${maxBytes} bytes`,
    });
  const document = new YamlDocument(text, file);
  const result = schema.safeParse(document.value, { reportInput: true });
  if (!result.success) throw combine(file, explainIssues(result.error.issues, schema, document));
  return { value: result.data, placeOf: (path) => document.placeOf(path) };
}

/** One error for all problems, so that a file is mended in one go. */
function combine(file: string, problems: readonly InputError[]): InputError {
  const [first] = problems;
  if (first !== undefined && problems.length === 1) return first;
  const list = problems.map(({ message }) => `\n  ${message}`).join('');
  return new InputError('bad-yaml', `${problems.length} problems:${list}`, { place: file });
}
