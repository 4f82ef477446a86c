import { stringify } from 'yaml';

/** A value as YAML that `parseYaml` reads: no aliases, members without a value left out. */
export function formatYaml(value: unknown): string {
  return stringify(value, { aliasDuplicateObjects: false, version: '1.2' });
}
