import { plural } from '@frostline/base';
import type { Sample } from './competition.js';
import { nameOfRow, type Table } from './table.js';

/** Examples that a warning names. */
const NAMED = 3;

/** Samples with the table that lists them, row for row. */
export interface Listed {
  readonly samples: readonly Sample[];
  readonly table: Table;
}

/** What can be trained on but is hardly what was meant, each with its file and line. */
export function competitionWarnings(train: Listed, test: Listed, classes: readonly string[]): string[] {
  return [...nearClasses(train, classes), ...repeatedImages(train, classes), ...leakedImages(train, test)];
}

/** Classes that differ in surrounding blanks only. They stay two, as for pandas and for most graders. */
function nearClasses({ samples, table }: Listed, classes: readonly string[]): string[] {
  return classes.flatMap((name, label) => {
    const twins = classes.filter((other) => other !== name && other.trim() === name.trim());
    if (twins.length === 0 || name === name.trim()) return [];
    const rows = [...samples.keys()].filter((row) => samples[row]?.label === label);
    const place = table.placeOf(rows[0] ?? 0);
    return [
      `${place}: label ${JSON.stringify(name)} is a class of its own beside ${twins.map((twin) => JSON.stringify(twin)).join(' and ')}, ` +
        `since blanks count (${plural(rows.length, 'row')})`,
    ];
  });
}

/** One image under several ids: a fold may be scored on what it was trained on. */
function repeatedImages({ samples, table }: Listed, classes: readonly string[]): string[] {
  const first = firstRows(samples);
  const repeats = samples.flatMap((sample, row) => {
    const original = first.get(sample.sha256) ?? row;
    return original === row ? [] : [{ sample, row, original }];
  });
  const labelOf = (row: number): number | undefined => samples[row]?.label;
  const pairs = repeats.map(({ sample, row, original }) => {
    const others =
      sample.label === labelOf(original)
        ? []
        : [`labelled ${classes[labelOf(original) ?? -1] ?? ''} and ${classes[sample.label] ?? ''}`];
    const lines = [original, row].flatMap((at) => table.lineOf(at) ?? []);
    const where = [...(lines.length > 0 ? [`lines ${lines.join(' and ')}`] : []), ...others].join(', ');
    return `${samples[original]?.id ?? ''} and ${sample.id}${where === '' ? '' : ` (${where})`}`;
  });
  if (pairs.length === 0) return [];
  const torn = repeats.filter(({ sample, original }) => sample.label !== labelOf(original)).length;
  const tornToo = torn === 0 ? '' : `, ${torn} of them with another label`;
  return [
    `${table.file}: ${plural(pairs.length, 'labelled image repeats another', 'labelled images repeat others')}` +
      `${tornToo}, which a split into folds may part: ${examples(pairs)}`,
  ];
}

/** Images that are both labelled and to predict. */
function leakedImages(train: Listed, test: Listed): string[] {
  const first = firstRows(train.samples);
  const pairs = test.samples.flatMap(({ id, sha256 }, row) => {
    const original = first.get(sha256);
    return original === undefined
      ? []
      : [`${nameOfRow(test.table, row, id)} is ${train.samples[original]?.id ?? ''}`];
  });
  if (pairs.length === 0) return [];
  return [
    `${test.table.file}: ${plural(pairs.length, 'image to predict is', 'images to predict are')} among the labelled ones: ${examples(pairs)}`,
  ];
}

/** The first row of every image. */
function firstRows(samples: readonly Sample[]): Map<string, number> {
  const rows = new Map<string, number>();
  for (const [row, { sha256 }] of samples.entries()) if (!rows.has(sha256)) rows.set(sha256, row);
  return rows;
}

function examples(all: readonly string[]): string {
  return all.slice(0, NAMED).join(', ') + (all.length > NAMED ? ', …' : '');
}
