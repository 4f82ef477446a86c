import { expect, it } from 'vitest';
import { resumeCommand, serveCommand } from './commands.js';

it('names sweep and state folder, and the trial that is meant', () => {
  const sweep = { id: 'ab12', home: '/data/.frostline' };
  expect(resumeCommand(sweep)).toBe('frostline resume --sweep ab12 --home /data/.frostline');
  expect(resumeCommand(sweep, '3f2a')).toBe('frostline resume 3f2a --sweep ab12 --home /data/.frostline');
});

it('serves a state folder again where it was served', () => {
  const sweep = { home: '/my data/.frostline' };
  expect(serveCommand(sweep, '4200')).toBe("frostline serve --home '/my data/.frostline' --port 4200");
  expect(serveCommand(sweep, '')).toBe("frostline serve --home '/my data/.frostline'");
});

it('quotes a folder that a shell would take apart', () => {
  expect(resumeCommand({ id: 'a', home: "/Anna's disk/$x" })).toBe(
    `frostline resume --sweep a --home '/Anna'\\''s disk/$x'`,
  );
});
