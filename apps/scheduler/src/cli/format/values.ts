/** A score with four decimals; `-` where there is none yet. NaN and infinities are printed as they are. */
export function formatScore(value: number | null | undefined): string {
  if (value === null || value === undefined) return '-';
  return Number.isFinite(value) ? value.toFixed(4) : String(value);
}

/** Any other number with four significant digits, e.g. a learning rate of `0.0000253`. */
export function formatNumber(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}

/** Mean ± sample standard deviation of fold scores; the deviation is missing for a single fold. */
export function formatSpread(mean: number | undefined, deviation: number | undefined): string {
  if (mean === undefined) return '-';
  return deviation === undefined ? formatScore(mean) : `${formatScore(mean)} ± ${formatScore(deviation)}`;
}

/** Seconds as `7s`, `3m 05s`, `2h 10m`. */
export function formatSeconds(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return '-';
  if (seconds < 9.95) return `${seconds.toFixed(1)}s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${pad(whole % 60)}s`;
  return `${Math.floor(whole / 3600)}h ${pad(Math.floor((whole % 3600) / 60))}m`;
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes in decimal units with three digits, e.g. `12.3 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 99.95 ? value.toFixed(0) : value.toFixed(1)} ${units[unit] ?? 'TB'}`;
}

const magnitudes = ['', 'k', 'M', 'G', 'T', 'P'] as const;

/** A count with its unit, a large one with a decimal prefix, e.g. `0 MACs`, `41.2 GMACs`. */
export function formatCount(count: number, unit: string): string {
  let value = count;
  let power = 0;
  while (value >= 999.5 && power < magnitudes.length - 1) {
    value /= 1000;
    power += 1;
  }
  const digits = power === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits)} ${magnitudes[power] ?? 'P'}${unit}`;
}

/** A setting as it stands in sweep.yaml. */
export function formatSetting(value: unknown): string {
  if (value === undefined) return '-';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
