import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatDifference,
  formatScore,
  formatSeconds,
  formatShare,
  formatSpread,
} from './numbers.js';

describe('numbers', () => {
  it('scores have four decimals, and say when they are none', () => {
    expect(formatScore(0.87654321)).toBe('0.8765');
    expect(formatScore(-0.5)).toBe('−0.5000');
    expect(formatScore(null)).toBe('–');
    expect(formatScore('NaN')).toBe('NaN');
    expect(formatScore(-Infinity)).toBe('−∞');
    expect(formatScore(0.00002)).toBe('2.00e−5');
    expect(formatScore(12345)).toBe('1.23e+4');
  });

  it('differences have a sign', () => {
    expect(formatDifference(0.25)).toBe('+0.2500');
    expect(formatDifference(-0.25)).toBe('−0.2500');
  });

  it('durations have the two units that matter', () => {
    expect(formatSeconds(4.25)).toBe('4.3 s');
    expect(formatSeconds(59.6)).toBe('1 m 00 s');
    expect(formatSeconds(3599.7)).toBe('1 h 00 m');
    expect(formatSeconds(90_061)).toBe('25 h 01 m');
    expect(formatSeconds(null)).toBe('–');
  });

  it('shares never round to nothing or all', () => {
    expect([0, 0.001, 0.5, 0.999, 1].map(formatShare)).toEqual(['0 %', '<1 %', '50 %', '>99 %', '100 %']);
  });

  it('what is no number has neither a percentage nor a spread', () => {
    expect(formatShare(NaN)).toBe('NaN');
    expect(formatSpread('NaN', null)).toBeNull();
    expect(formatSpread('NaN', 'NaN')).toBeNull();
    expect(formatSpread(0.5, null)).toBeNull();
    expect(formatSpread(0.5, 0.0123)).toBe('± 0.0123');
  });

  it('counts are parted at the thousands', () => {
    expect(formatCount(1234567)).toBe('1\u202f234\u202f567');
    expect(formatCount(999)).toBe('999');
  });
});
