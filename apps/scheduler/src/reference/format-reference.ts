import { keyRows } from './key-rows.js';
import type { Reference } from './reference.js';

/** The page of a file: what it is for, an example, every key. Markdown. */
export function formatReference({ file, schema, before, example, leaves, after }: Reference): string {
  const titles = ['key', 'type', 'default', 'allowed', 'what'];
  const rows = keyRows(schema, leaves).map(({ key, type, allowed, description, ...row }) => [
    `\`${key}\``,
    type,
    row.default === '' || row.default === 'required' ? row.default : `\`${row.default}\``,
    allowed === '' ? '' : `\`${allowed}\``,
    description,
  ]);
  const table = [titles, titles.map(() => '---'), ...rows].map(
    (cells) => `| ${cells.map(escaped).join(' | ')} |`,
  );
  return `# ${file}

<!-- Made by \`npm run docs\` from the schemas: edit those. -->

${before}

\`\`\`yaml
${example}\`\`\`

## Keys

${table.join('\n')}

${after}`;
}

const escaped = (cell: string): string => cell.replaceAll('|', '\\|');
