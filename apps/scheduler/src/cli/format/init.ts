import path from 'node:path';
import { plural } from '@frostline/base';
import type { InitReport } from '@frostline/data';
import type { Terminal } from '../terminal.js';
import { formatTable } from './table.js';

const NAMED = 3;

/** What `frostline init` found: classes with their images, then what a person must know before training. */
export function formatInit(
  report: InitReport,
  terminal: Pick<Terminal, 'outIsTerminal'>,
  cwd: string,
): string {
  const { classes, train, test, layout, imbalance, folds } = report;
  const columns = [
    { title: 'class' },
    { title: 'images', align: 'right' as const },
    { title: 'share', align: 'right' as const },
  ];
  const rows = classes.map(({ name, count }) => [
    name,
    String(count),
    `${((100 * count) / train).toFixed(1)} %`,
  ]);
  const near = path.relative(cwd, report.file);
  const lines = [
    `${plural(train, 'labelled image')} (${layout}), ${test === 0 ? 'none' : test} to predict`,
    `${plural(classes.length, 'class', 'classes')}; the commonest has ${imbalance.toFixed(1)} times as many images as the rarest`,
    formatSizes(report),
    `folds: ${folds.kind}${folds.group === undefined ? '' : ` by ${folds.group}`}, ${plural(folds.count, 'fold')}. ${folds.why.replaceAll('\n', ' ')}`,
    ...formatGroups(report),
    ...formatDuplicates(report),
    ...report.unreadable.slice(0, NAMED).map(({ path: file, reason }) => `unreadable: ${file}: ${reason}`),
    ...(report.unreadable.length > NAMED ? [`unreadable: ${report.unreadable.length - NAMED} more`] : []),
    ...report.notes.map((note) => `note: ${note}`),
    `wrote ${near.startsWith('..') ? report.file : near}`,
  ];
  return `${formatTable(columns, rows, terminal)}\n${lines.join('\n')}\n`;
}

function formatSizes({ sizes }: InitReport): string {
  const shown = sizes.slice(0, NAMED).map(({ width, height, count }) => `${width} × ${height} (${count})`);
  const more = sizes.length > NAMED ? `, and ${sizes.length - NAMED} other sizes` : '';
  return `sizes in pixels: ${shown.join(', ')}${more}`;
}

function formatGroups({ groups, folds }: InitReport): string[] {
  const others = groups.filter(({ column, accepted }) => !(accepted && column === folds.group));
  return others.map(
    ({ what, groups: count, accepted, why }) =>
      `${accepted ? 'could group' : 'not a group'}: ${what}, ${count} values: ${why}`,
  );
}

function formatDuplicates({ duplicates: { train, acrossTest } }: InitReport): string[] {
  const torn = train.filter((same) => new Set(same.map(({ label }) => label)).size > 1).length;
  const examples = train.slice(0, NAMED).map((same) => same.map(({ id }) => id).join(' = '));
  return [
    ...(train.length === 0
      ? []
      : [
          `duplicates: ${plural(train.length, 'image is', 'images are')} there more than once, ${torn} of them under several labels: ${examples.join('; ')}`,
        ]),
    ...(acrossTest.length === 0
      ? []
      : [
          `duplicates: ${plural(acrossTest.length, 'image to predict is', 'images to predict are')} labelled, too`,
        ]),
  ];
}
