import { plural } from '@frostline/base';
import type { DryRun } from '@frostline/sweep';
import type { Terminal } from '../terminal.js';
import { formatTable } from './table.js';
import { formatBytes, formatCount, formatSetting } from './values.js';
import { varyingSettings } from './varying-settings.js';
import { viewsSeen } from './views-seen.js';

/** Trials that a warning names. */
const NAMED = 3;

/** What a launch would do, for people. */
export function formatDryRun(plan: DryRun, terminal: Pick<Terminal, 'outIsTerminal'>): string {
  const settings = varyingSettings(plan.cells.map((cell) => cell.settings));
  const cells = formatTable(
    [
      { title: 'trial' },
      ...settings.map((title) => ({ title })),
      { title: 'steps/epoch', align: 'right' },
      { title: 'steps', align: 'right' },
      { title: 'cost', align: 'right' },
    ],
    plan.cells.map((cell) => [
      cell.id.slice(0, 8),
      ...settings.map((name) =>
        name === 'views' ? viewsSeen(cell.settings) : formatSetting(cell.settings[name]),
      ),
      String(cell.stepsPerEpoch),
      String(cell.steps),
      formatCount(cell.macs, 'MACs'),
    ]),
    terminal,
  );
  const { cost, disk } = plan;
  const kept = disk.packBytes + disk.featureBytes + disk.resultBytes;
  const lines = [
    `${plural(plan.trials, 'trial')}, ${plural(plan.runs, 'run')}`,
    `cost: ${formatCount(cost.macs, 'MACs')}, of which ${formatCount(cost.prefixMacs, 'MACs')} in frozen prefixes that trials share`,
    `disk: ${formatBytes(kept)}: ${formatBytes(disk.packBytes)} of decoded images, ${formatBytes(disk.featureBytes)} of features, ${formatBytes(disk.resultBytes)} of weights and predictions; up to ${formatBytes(disk.checkpointBytes)} of checkpoints while it runs`,
  ];
  if (plan.leftOff > 0) lines.push(`${plural(plan.leftOff, 'cell is', 'cells are')} left off by run_cap`);
  return `${cells}\n${lines.join('\n')}\n${formatHeads(plan)}${formatProblems(plan, terminal)}`;
}

/** What models in files give, and which weights get a new head; empty where a sweep names none. */
export function formatHeads({ models, replacedHeads }: Pick<DryRun, 'models' | 'replacedHeads'>): string {
  const heads = replacedHeads.map(({ weights, classes, licence, trials }) => {
    const known = [
      ...(classes === null ? [] : [plural(classes, 'class', 'classes')]),
      licence ?? 'licence unknown',
    ];
    return `${weights} (${known.join(', ')}): a new head replaces its own in ${plural(trials, 'trial')}`;
  });
  return [...models, ...heads].map((line) => `${line}\n`).join('');
}

/** What a person would want to know before it starts: warnings, cells that will not run and why; empty without any. */
export function formatProblems(
  plan: Pick<DryRun, 'invalid' | 'duplicates' | 'warnings'>,
  terminal: Pick<Terminal, 'outIsTerminal'>,
): string {
  return `${formatWarnings(plan)}${formatLeftOut(plan, terminal)}`;
}

function formatWarnings({ warnings }: Pick<DryRun, 'warnings'>): string {
  const lines = warnings.map(({ what, trials }) => {
    if (trials.length === 0) return `warning: ${what}\n`;
    const ids = trials.slice(0, NAMED).map((id) => id.slice(0, 8));
    const more = trials.length > NAMED ? ', …' : '';
    return `warning: ${what} (${plural(trials.length, 'trial')}: ${ids.join(', ')}${more})\n`;
  });
  return lines.length === 0 ? '' : `\n${lines.join('')}`;
}

function formatLeftOut(
  { invalid, duplicates }: Pick<DryRun, 'invalid' | 'duplicates'>,
  terminal: Pick<Terminal, 'outIsTerminal'>,
): string {
  const problems = [
    ...invalid.map(({ settings, reason }) => ({ settings, what: 'invalid', why: reason })),
    ...duplicates.map(({ settings, sameAs, why }) => ({
      settings,
      what: `same as ${sameAs.slice(0, 8)}`,
      why,
    })),
  ];
  if (problems.length === 0) return '';
  const names = varyingSettings(problems.map(({ settings }) => settings));
  const columns = [{ title: 'not run' }, ...names.map((title) => ({ title })), { title: 'why' }];
  const rows = problems.map(({ settings, what, why }) => [
    what,
    ...names.map((name) => formatSetting(settings[name])),
    why,
  ]);
  return `\n${formatTable(columns, rows, terminal)}`;
}
