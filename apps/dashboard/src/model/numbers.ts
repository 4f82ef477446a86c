import type { ApiNumber } from '@frostline/protocol';

/** A number of the API as a number; null where there is none. */
export function toNumber(value: ApiNumber | null | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}

/** A number of the API where it is finite, else null: what can be drawn. */
export function finite(value: ApiNumber | null | undefined): number | null {
  const number = toNumber(value);
  return number !== null && Number.isFinite(number) ? number : null;
}

/** A score or metric: four decimals, so that a column of them lines up. */
export function formatScore(value: ApiNumber | null | undefined): string {
  const number = toNumber(value);
  if (number === null) return '–';
  if (Number.isNaN(number)) return 'NaN';
  if (!Number.isFinite(number)) return number > 0 ? '+∞' : '−∞';
  const size = Math.abs(number);
  if (size >= 1000 || (size > 0 && size < 0.0001)) return minus(number.toExponential(2));
  return minus(number.toFixed(size >= 100 ? 2 : 4));
}

/** A difference, always with its sign. */
export function formatDifference(value: number): string {
  return value > 0 ? `+${formatScore(value)}` : formatScore(value);
}

/** A standard deviation beside its mean, `± 0.0123`; nothing where either is no number, which the mean then says. */
export function formatSpread(
  mean: ApiNumber | null | undefined,
  sd: ApiNumber | null | undefined,
): string | null {
  return finite(mean) === null || finite(sd) === null ? null : `± ${formatScore(sd)}`;
}

/** A share of one as a whole percentage; a share that rounds to all or nothing but is neither says so. */
export function formatShare(share: number): string {
  if (Number.isNaN(share)) return 'NaN';
  const percent = Math.round(share * 100);
  if (percent === 0 && share > 0) return '<1 %';
  if (percent === 100 && share < 1) return '>99 %';
  return `${percent} %`;
}

/** A duration in seconds, in the two largest units that matter. */
export function formatSeconds(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return '–';
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} m ${pad(whole % 60)} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} m`;
}

/** A count with thin spaces between thousands. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** A wall clock time, as the reader's locale writes it. */
export function formatTime(milliseconds: number): string {
  return new Date(milliseconds).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
}

function minus(text: string): string {
  return text.replaceAll('-', '−');
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
