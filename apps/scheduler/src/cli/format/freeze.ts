import { descriptionColumns, descriptionRows, phaseTitle, type FreezeDescription } from '@frostline/model';
import type { Terminal } from '../terminal.js';
import { formatTable } from './table.js';

/** What a freeze strategy does to a net: a table for each phase; in a pipe one, whose first column tells the phase. */
export function formatFreeze(
  { phases }: Pick<FreezeDescription, 'phases'>,
  terminal: Pick<Terminal, 'outIsTerminal'>,
): string {
  const columns = descriptionColumns.map((title, index) => ({
    title,
    align: index === 0 ? ('left' as const) : ('right' as const),
  }));
  if (!terminal.outIsTerminal)
    return formatTable(
      [{ title: 'first epoch' }, ...columns],
      phases.flatMap((phase) =>
        descriptionRows(phase, String).map((row) => [String(phase.firstEpoch), ...row]),
      ),
      terminal,
    );
  return phases
    .map((phase) => `${phaseTitle(phase)}\n${formatTable(columns, descriptionRows(phase), terminal)}`)
    .join('\n');
}
