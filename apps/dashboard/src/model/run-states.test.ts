import { expect, it } from 'vitest';
import { shownState } from './run-states.js';

it('what is stored as running is told as interrupted while no process runs the sweep', () => {
  expect(shownState('running', true)).toBe('running');
  expect(shownState('running', false)).toBe('interrupted');
  expect(shownState('paused', false)).toBe('paused');
});
