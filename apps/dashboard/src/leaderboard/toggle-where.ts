import type { ViewState } from '../url/view-state.js';

/** The conditions with one value of one setting let through or no longer; a setting without values is no condition. */
export function toggleWhere(where: ViewState['where'], setting: string, value: string): ViewState['where'] {
  const { [setting]: own, ...rest } = where;
  const values = Object.hasOwn(where, setting) ? (own ?? []) : [];
  const left = values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
  return left.length === 0 ? rest : { ...rest, [setting]: left };
}
