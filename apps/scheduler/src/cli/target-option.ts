import { labelSource, type LabelSource } from '@frostline/data';
import { readYaml } from '@frostline/protocol';

/** What `--target` says: a column, or the parts of a label in YAML. @throws InputError `bad-yaml` at its line and column */
export function parseTarget(text: string | undefined): LabelSource | undefined {
  if (text === undefined) return undefined;
  // Only a list is YAML: a column may be called anything.
  if (!/^\s*[[-]/.test(text)) return text;
  return readYaml(text, { file: '--target', schema: labelSource }).value;
}
