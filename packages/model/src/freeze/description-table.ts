import type { DescribedPhase, DescribedStage, FreezeDescription } from './describe.js';

/**
 * The rows of a phase, as text: its stages, and what they come to together.
 *
 * @param count how a number is written; by default with separators
 */
export function descriptionRows({ stages }: DescribedPhase, count = grouped): string[][] {
  const total = (of: 'parameters' | 'trainable' | 'macs' | 'activationBytes'): string =>
    count(stages.reduce((sum, stage) => sum + stage[of], 0));
  return [
    ...stages.map((stage) => [
      stage.name,
      count(stage.parameters),
      count(stage.trainable),
      rateText(stage),
      stage.batchNorm ?? '-',
      count(stage.macs),
      count(stage.activationBytes),
    ]),
    ['total', total('parameters'), total('trainable'), '', '', total('macs'), total('activationBytes')],
  ];
}

/** The titles of the columns of `descriptionRows`. */
export const descriptionColumns: readonly string[] = [
  'stage',
  'parameters',
  'trainable',
  'rate',
  'batchnorm',
  'MACs',
  'activation bytes',
];

/** Which epochs a phase has, and how long its frozen prefix is, in words. */
export function phaseTitle({ firstEpoch, epochs, frozenStages, restarts, stages }: DescribedPhase): string {
  const last = firstEpoch + epochs - 1;
  const [first, ...more] = stages.slice(0, frozenStages).map(({ name }) => name);
  const prefix =
    first === undefined ? 'no frozen prefix' : ['frozen: ' + first, ...more.slice(-1)].join(' to ');
  const span = last === firstEpoch ? `epoch ${firstEpoch}` : `epochs ${firstEpoch} to ${last}`;
  return `${span}: ${prefix}${restarts ? '; moments and schedule restart' : ''}`;
}

/** Every phase with its title, and its columns aligned. */
export function descriptionTable({
  backbone,
  freeze,
  imageSize,
  phases,
}: Omit<FreezeDescription, 'toString'>): string {
  const blocks = phases.map((phase) => {
    const rows = [[...descriptionColumns], ...descriptionRows(phase)];
    const widths = descriptionColumns.map((_, column) =>
      Math.max(...rows.map((row) => row[column]?.length ?? 0)),
    );
    const lines = rows.map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    );
    return [phaseTitle(phase), ...lines].join('\n');
  });
  return [`${backbone} ${freeze} at ${imageSize}×${imageSize}`, ...blocks].join('\n\n');
}

const grouped = (value: number): string => value.toLocaleString('en');

function rateText({ rateScale }: DescribedStage): string {
  if (rateScale === null) return '-';
  const [smallest, largest] = rateScale.map((scale) => `×${Number(scale.toPrecision(3))}`);
  return smallest === largest ? (smallest ?? '') : `${smallest ?? ''}..${largest ?? ''}`;
}
