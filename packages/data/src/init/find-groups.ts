import { plural } from '@frostline/base';
import { parsePattern } from '../path-pattern.js';
import type { LabelledRows } from './labelled-rows.js';

/** Something that images have in common, and whether folds should keep it together. */
export interface GroupCandidate {
  /** What it is, for people: `column patient_id`, `name up to the first _`. */
  readonly what: string;
  /** The column, of a table or of `pattern`. */
  readonly column: string;
  /** What to add to the competition's pattern for it, absent for columns that are there. */
  readonly pattern?: string;
  readonly groups: number;
  /** Images of the largest one. */
  readonly largest: number;
  readonly accepted: boolean;
  readonly why: string;
}

/** Folds that any kind of folds must be able to make. */
const FOLDS = 3;
/** What has fewer values describes images, such as a site or a sex, and does not tell one thing from another. */
const FEWEST_GROUPS = 2 * FOLDS;
/** Names of columns that tell one person, animal or thing from another, and of those that may. */
const NOUNS =
  'patient|person|people|subject|user|identity|individual|animal|group|family|donor|participant|case|study|series|sequence|video|scene|session|slide|specimen';
const KEY = new RegExp(
  `(^|[_\\s-])(${NOUNS})(s|[_\\s-]?(id|no|num|number|name|key|code))?$|^(${NOUNS})(Id|ID|No|Name)$`,
  'iu',
);
const LIKELY_KEY = /(^|[_\s-])id$|[a-z]I[dD]$/;

/**
 * What folds should not part: a column that names persons or things, a folder with several images of one, or the beginning
 * of their names. First come those to be kept together, the best of them first.
 */
export function findGroups(rows: LabelledRows, pattern: string | undefined): GroupCandidate[] {
  const candidates = [...columnCandidates(rows), ...pathCandidates(rows, pattern)];
  const seen = new Set<string>();
  const judged = candidates.flatMap(({ values, strength, ...candidate }) => {
    const partition = partitionOf(values);
    if (partition === undefined || seen.has(partition)) return [];
    seen.add(partition);
    return [{ ...judge(candidate, values, rows.labels, strength > 0), strength }];
  });
  // Of several that are as likely, that of which more images are one: a patient has several studies.
  return judged
    .sort((a, b) => Number(b.accepted) - Number(a.accepted) || b.strength - a.strength || a.groups - b.groups)
    .map(({ strength: _, ...candidate }) => candidate);
}

interface Proposal extends Pick<GroupCandidate, 'what' | 'column' | 'pattern'> {
  /** Of each row. */
  readonly values: readonly string[];
  /** Whether it tells one thing from another: 2 where its name or place says so, 1 where that may be, else 0. */
  readonly strength: 0 | 1 | 2;
}

function columnCandidates({ table, used }: LabelledRows): Proposal[] {
  return table.columns.flatMap((column, at) => {
    if (used.includes(column)) return [];
    const values = table.rows.map((row) => row[at] ?? '');
    return [{ what: `column ${column}`, column, values, strength: strengthOf(column, values) }];
  });
}

function strengthOf(column: string, values: readonly string[]): Proposal['strength'] {
  if (KEY.test(column)) return 2;
  return LIKELY_KEY.test(column) || values.every(looksLikeKey) ? 1 : 0;
}

/** A code with letters and digits, or digits with leading zeros: no measure and no word. */
function looksLikeKey(value: string): boolean {
  return /^(?=.*\d)(?=.*[A-Za-z])[\w-]+$/.test(value) || /^0\d+$/.test(value);
}

/** Folders and beginnings of names, below what a pattern says already. */
function pathCandidates({ names, table }: LabelledRows, pattern: string | undefined): Proposal[] {
  const open = pattern === undefined || pattern.endsWith('/**');
  if (!open) return [];
  const base = pattern?.slice(0, -'**'.length) ?? '';
  const column = ['group', 'path_group'].find((name) => !table.columns.includes(name));
  if (column === undefined) return [];
  const depth = base.split('/').length;
  const inFolders = names.every((name) => name.split('/').length > depth);
  const files = inFolders || names.some((name) => name.split('/').length > depth) ? '**/' : '';
  const tried = [
    ...(inFolders ? [{ what: 'folder', rest: `{${column}}/**` }] : []),
    ...['_', '-', ' ', '.'].flatMap((separator) => [
      {
        what: `name up to the number behind the last ${shown(separator)}`,
        rest: `${files}{${column}}${separator}#`,
      },
      { what: `name up to the first ${shown(separator)}`, rest: `${files}{${column}}${separator}*` },
    ]),
  ];
  return tried.flatMap(({ what, rest }) => {
    const parsed = parsePattern(base + rest, 'pattern');
    const at = parsed.columns.indexOf(column);
    const values = names.map((name) => parsed.match(name)?.[at]);
    return values.includes(undefined)
      ? []
      : [{ what, column, pattern: base + rest, values: values as string[], strength: 2 }];
  });
}

const shown = (separator: string): string => (separator === ' ' ? 'blank' : separator);

/** A text that is equal for equal partitions; undefined where no two rows have a value in common, or all do. */
function partitionOf(values: readonly string[]): string | undefined {
  const first = new Map<string, number>();
  const numbers = values.map((value) => {
    const number = first.get(value) ?? first.size;
    first.set(value, number);
    return number;
  });
  return first.size === values.length || first.size < 2 ? undefined : numbers.join();
}

function judge(
  candidate: Omit<Proposal, 'values' | 'strength'>,
  values: readonly string[],
  labels: readonly string[],
  isKey: boolean,
): GroupCandidate {
  const sizes = new Map<string, number>();
  for (const value of values) sizes.set(value, (sizes.get(value) ?? 0) + 1);
  const groups = sizes.size;
  const largest = Math.max(...sizes.values());
  const several = [...sizes.values()].filter((size) => size > 1);
  const inSeveral = several.reduce((sum, size) => sum + size, 0);
  const whyNot = refusal();
  return {
    ...candidate,
    groups,
    largest,
    accepted: whyNot === undefined,
    why:
      whyNot ??
      `${values.length} images are of ${groups} groups, up to ${largest} of one: a fold that parts them is scored on what it has seen`,
  };

  function refusal(): string | undefined {
    if (values.includes('')) return 'some images have none';
    if (!isKey) return 'neither its name nor its values say that it tells one thing from another';
    if (groups < FEWEST_GROUPS) return `only ${plural(groups, 'value')}`;
    if (inSeveral < values.length / 2) return 'most images share it with no other';
    if (largest > values.length / FOLDS) return `one value has ${largest} of ${values.length} images`;
    const alone = classesOfOneGroup(values, labels);
    if (alone.single > alone.classes / 2)
      return `${alone.single} of ${alone.classes} classes have one value only: a fold would lack them`;
    return undefined;
  }
}

/** How many classes lie in one group, and could be validated only untrained. */
function classesOfOneGroup(
  values: readonly string[],
  labels: readonly string[],
): { readonly single: number; readonly classes: number } {
  const groupsOf = new Map<string, Set<string>>();
  labels.forEach((label, row) =>
    groupsOf.set(label, (groupsOf.get(label) ?? new Set()).add(values[row] ?? '')),
  );
  return { single: [...groupsOf.values()].filter(({ size }) => size === 1).length, classes: groupsOf.size };
}
