import type { DryRun } from '@frostline/sweep';
import type { Terminal } from '../terminal.js';
import { formatTable } from './table.js';
import { formatBytes, formatCount, formatSetting } from './values.js';
import { varyingSettings } from './varying-settings.js';

/** What a launch would do, for people. */
export function formatDryRun(plan: DryRun, terminal: Pick<Terminal, 'outIsTerminal'>): string {
  const settings = varyingSettings(plan.cells.map((cell) => cell.settings));
  const cells = formatTable(
    [{ title: 'trial' }, ...settings.map((title) => ({ title })), { title: 'MACs', align: 'right' }],
    plan.cells.map((cell) => [
      cell.id.slice(0, 8),
      ...settings.map((name) => formatSetting(cell.settings[name])),
      formatCount(cell.macs),
    ]),
    terminal,
  );
  const lines = [
    `${plan.trials} trials, ${plan.runs} runs`,
    `cost: ${formatCount(plan.cost.macs)}MACs, of which ${formatCount(plan.cost.prefixMacs)}MACs in frozen prefixes that trials share`,
    `disk: ${formatBytes(plan.disk.packBytes)} of decoded images, ${formatBytes(plan.disk.checkpointBytes)} of checkpoints`,
  ];
  if (plan.leftOff > 0) lines.push(`${plan.leftOff} cells are left off by run_cap`);
  return `${cells}\n${lines.join('\n')}\n${formatProblems(plan, terminal)}`;
}

/** Cells that will not run and why; empty when there are none. */
export function formatProblems(
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
