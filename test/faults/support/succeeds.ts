import { expect } from 'vitest';
import type { CommandEnd } from './frostline.js';

/** Waits for a command, which must end well; what it printed to stderr is the reason given when it did not. */
export async function succeeds(ended: Promise<CommandEnd>): Promise<void> {
  const { code, err } = await ended;
  expect(code, err).toBe(0);
}
