import type { Module } from './module.js';

/** torch's `Module.__repr__`. ModuleList overrides `toString` to fold equal children; nothing else does. */
export function moduleToString(module: Module): string {
  const extra = module.extraRepr();
  const extraLines = extra === '' ? [] : extra.split('\n');
  const childLines = module.ownModules().map(([name, child]) => `(${name}): ${indent(child.toString())}`);
  const name = module.constructor.name;
  if (childLines.length === 0 && extraLines.length <= 1) return `${name}(${extraLines.join('')})`;
  return `${name}(\n  ${[...extraLines, ...childLines].join('\n  ')}\n)`;
}

/** All lines but the first, two columns to the right. */
export const indent = (text: string): string => text.replaceAll('\n', '\n  ');

/** A Python float's shortest form: `1e-05`, `0.1`, `1.0`. */
export function pythonFloat(value: number): string {
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (value !== 0 && (power < -4 || power >= 16))
    return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

export const pythonBool = (value: boolean): string => (value ? 'True' : 'False');

/** A number, None, or a tuple of them, as Python prints it. */
export function pythonTuple(value: number | null | readonly (number | null)[]): string {
  if (value === null) return 'None';
  if (typeof value === 'number') return String(value);
  const items = value.map((item) => pythonTuple(item));
  return items.length === 1 ? `(${items.join('')},)` : `(${items.join(', ')})`;
}

/** A layer that torch lets write over its input; here that is only printed. */
export interface InplaceOption {
  readonly inplace?: boolean;
}

/** A layer's settings as torch lists them, with `inplace=True` at the end where it was asked for. */
export function listSettings(settings: readonly string[], { inplace = false }: InplaceOption): string {
  return [...settings, ...(inplace ? ['inplace=True'] : [])].join(', ');
}
