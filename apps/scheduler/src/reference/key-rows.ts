/** The part of a JSON schema that a table of keys shows. */
export interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly description?: string;
}

/** One key of a file, in words. */
export interface KeyRow {
  /** With the keys above it: `train.images`. */
  readonly key: string;
  readonly type: string;
  /** `required`, the value that stands for an absent key, or nothing. */
  readonly default: string;
  readonly allowed: string;
  readonly description: string;
}

/**
 * Every key that a schema knows, those of maps, and of maps in lists, below them.
 *
 * @param leaves keys of maps whose members are explained elsewhere
 */
export function keyRows(schema: JsonSchema, leaves: readonly string[], above = ''): KeyRow[] {
  return mapsOf(schema).flatMap(({ properties = {}, required = [] }) =>
    Object.entries(properties).flatMap(([name, member]) => {
      const key = `${above}${name}`;
      const row = {
        key,
        type: typeOf(member),
        default: required.includes(name) ? 'required' : defaultOf(member),
        allowed: allowedBy(member),
        description: member.description ?? '',
      };
      return [row, ...(leaves.includes(key) ? [] : keyRows(member, leaves, `${key}.`))];
    }),
  );
}

function mapsOf(schema: JsonSchema): JsonSchema[] {
  return [schema, ...(schema.anyOf ?? [])]
    .flatMap((branch) => [branch, branch.items ?? {}])
    .filter(({ properties }) => properties !== undefined);
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'truth value',
  object: 'map',
  null: 'null',
};

function typeOf({ type = '', anyOf, items, ...rest }: JsonSchema): string {
  if (anyOf !== undefined) return anyOf.map(typeOf).join(' or ');
  if (items !== undefined) return `list of ${typeOf(items)}s`;
  if (rest.enum !== undefined || rest.const !== undefined) return 'word';
  return TYPE_WORDS[type] ?? type;
}

function defaultOf({ default: value }: JsonSchema): string {
  const isMap = typeof value === 'object' && !Array.isArray(value) && value !== null;
  return value === undefined || isMap ? '' : JSON.stringify(value);
}

function allowedBy(schema: JsonSchema): string {
  if (schema.anyOf !== undefined)
    return schema.anyOf
      .map((branch) => (branch.type === 'null' ? 'null' : allowedBy(branch)))
      .filter((words) => words !== '')
      .join(', or ');
  if (schema.items !== undefined) return allowedBy(schema.items);
  const words = schema.enum ?? (schema.const === undefined ? schema.examples : [schema.const]);
  if (words !== undefined) return words.map(String).join(', ');
  if (schema.pattern !== undefined) return schema.pattern;
  if (schema.type === 'boolean') return 'true, false';
  return rangeOf(schema);
}

function rangeOf({ minimum, exclusiveMinimum, maximum = Infinity }: JsonSchema): string {
  const bounded = maximum < Number.MAX_SAFE_INTEGER;
  if (exclusiveMinimum !== undefined)
    return `more than ${exclusiveMinimum}${bounded ? `, at most ${maximum}` : ''}`;
  if (minimum === undefined) return '';
  return bounded ? `${minimum}..${maximum}` : `at least ${minimum}`;
}
