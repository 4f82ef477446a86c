import { expect, it } from 'vitest';
import { timeLeft } from './time-left.js';

const status = { live: true, runs: {}, progress: 0.5, etaSeconds: null, devices: [], failures: [] };

it('is told as far as it is known, and not of what is paused', () => {
  expect(timeLeft({ ...status, runs: { running: 1, paused: 2 }, etaSeconds: 90 })).toBe(
    'about 1 m 30 s left',
  );
  expect(timeLeft({ ...status, runs: { waiting: 1 } })).toBe('time left not known yet');
  expect(timeLeft({ ...status, runs: { complete: 1, paused: 2 }, etaSeconds: 0 })).toBe('paused');
  expect(timeLeft({ ...status, runs: { complete: 1, failed: 2 } })).toBe('nothing is left to run');
  expect(timeLeft({ ...status, live: false, runs: { waiting: 1 } })).toBe('not running');
});
