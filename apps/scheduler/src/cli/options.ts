import { InputError } from '@frostline/base';

/** Parsed flags are untyped; these read one and complain in the same words everywhere. */
export type Options = Readonly<Record<string, unknown>>;

export function textOption(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

export function flagOption(options: Options, name: string): boolean {
  return options[name] === true;
}

/** @throws InputError `bad-option` when the value isn't a whole number in `min..max` */
export function countOption(options: Options, name: string, min: number, max: number): number | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max)
    throw new InputError('bad-option', 'not a count', {
      place: flagOf(name),
      found: text,
      allowed: `${min}..${max}`,
    });
  return value;
}

/** An option as it is typed: `--hung-after` for `hungAfter`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
