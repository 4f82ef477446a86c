import { describe, expect, it } from 'vitest';
import { recordingTerminal } from '../../testing/recording-terminal.js';
import { formatTable } from './table.js';
import {
  formatBytes,
  formatCount,
  formatScore,
  formatSeconds,
  formatSetting,
  formatSpread,
} from './values.js';

describe('a table', () => {
  const columns = [{ title: 'trial' }, { title: 'score', align: 'right' as const }];

  it('is tab-separated lines in a pipe, one per row whatever the cells hold', () => {
    const text = formatTable(columns, [['a\tb\nc', '0.5']], recordingTerminal());
    expect(text).toBe('trial\tscore\na b c\t0.5\n');
  });

  it('is aligned on a terminal', () => {
    const text = formatTable(
      columns,
      [
        ['a', '0.5'],
        ['longer', '12.25'],
      ],
      recordingTerminal({ isTerminal: true }),
    );
    // eslint's own rule forbids control characters in a pattern, so colours are cut out by their escape's code.
    const lines = text
      .split(String.fromCharCode(27))
      .map((part) => part.replace(/^\[\d+m/, ''))
      .join('')
      .split('\n');
    expect(lines.map((line) => line.trimEnd()).filter((line) => line !== '')).toEqual([
      ' trial    score',
      ' a          0.5',
      ' longer   12.25',
    ]);
  });
});

describe('values', () => {
  it('prints scores with four decimals and keeps what is not a number visible', () => {
    expect([0.81234, null, undefined, NaN, -Infinity].map(formatScore)).toEqual([
      '0.8123',
      '-',
      '-',
      'NaN',
      '-Infinity',
    ]);
  });

  it('prints mean ± sd, and the mean alone for one fold', () => {
    expect(formatSpread(0.5, 0.25)).toBe('0.5000 ± 0.2500');
    expect(formatSpread(0.5, undefined)).toBe('0.5000');
    expect(formatSpread(undefined, undefined)).toBe('-');
  });

  it('prints durations in the two largest units without ever showing 60 of one', () => {
    expect([0.04, 9.94, 9.96, 59.4, 59.6, 185, 3599.6, 7830].map(formatSeconds)).toEqual([
      '0.0s',
      '9.9s',
      '10s',
      '59s',
      '1m 00s',
      '3m 05s',
      '1h 00m',
      '2h 10m',
    ]);
  });

  it('prints bytes and counts with three digits', () => {
    expect([0, 999, 1000, 12_345_678, 999_600].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '12.3 MB',
      '1.0 MB',
    ]);
    expect([0, 17.4, 41_200_000_000].map((count) => formatCount(count, 'MACs'))).toEqual([
      '0 MACs',
      '17 MACs',
      '41.2 GMACs',
    ]);
  });

  it('prints settings as they stand in the sweep file', () => {
    expect([0.01, true, 'until:1', undefined, [0, 1]].map(formatSetting)).toEqual([
      '0.01',
      'true',
      'until:1',
      '-',
      '[0,1]',
    ]);
  });
});
