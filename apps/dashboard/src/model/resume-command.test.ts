import { expect, it } from 'vitest';
import { resumeCommand } from './resume-command.js';

it('names sweep and state folder, and the trial that is meant', () => {
  const sweep = { id: 'ab12', home: '/data/.frostline' };
  expect(resumeCommand(sweep)).toBe('frostline resume --sweep ab12 --home /data/.frostline');
  expect(resumeCommand(sweep, '3f2a')).toBe('frostline resume 3f2a --sweep ab12 --home /data/.frostline');
});

it('quotes a folder that a shell would take apart', () => {
  expect(resumeCommand({ id: 'a', home: "/Anna's disk/$x" })).toBe(
    `frostline resume --sweep a --home '/Anna'\\''s disk/$x'`,
  );
});
