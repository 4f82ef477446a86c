import { formatYaml } from '@frostline/protocol';
import type { Draft } from './draft.js';

/** A draft as YAML, with its reasons above the keys that they are for. */
export function formatDraft({ settings, why }: Pick<Draft, 'settings' | 'why'>): string {
  const header = `# Made by \`frostline init\` from what lies in this folder; change what is wrong.\n`;
  return header + members(settings, why, '', '');
}

function members(value: object, why: Draft['why'], above: string, indent: string): string {
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]: [string, unknown]) => {
      const path = `${above}${key}`;
      const reason = (why[path] ?? '')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => `${indent}# ${line}\n`)
        .join('');
      const isMap = typeof member === 'object' && member !== null && !Array.isArray(member);
      return isMap
        ? `${reason}${indent}${key}:\n${members(member, why, `${path}.`, `${indent}  `)}`
        : `${reason}${indented(formatYaml({ [key]: member }), indent)}`;
    })
    .join('');
}

function indented(text: string, indent: string): string {
  return text.replace(/^(?=.)/gm, indent);
}
