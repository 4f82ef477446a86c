import { systemClock } from '@frostline/base';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchSample } from '../testing/launch-sample.js';
import { recordingTerminal } from '../testing/recording-terminal.js';
import { sampleSweepFolder } from '../testing/sample-sweep.js';
import { asOwner } from '../host/owner.js';
import { stateToken } from '../api/state-token.js';
import { runCommand } from './program.js';

let root: string;
beforeAll(async () => {
  root = sampleSweepFolder();
  await launchSample(root);
  writeFileSync(path.join(root, 'file'), '');
  mkdirSync(path.join(root, 'folder', 'api-token'), { recursive: true });
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

async function run(...argv: string[]) {
  const terminal = recordingTerminal();
  const code = await runCommand(argv, { terminal, cwd: root, env: {}, clock: systemClock });
  return { code, ...terminal.printed };
}

const long = 'x'.repeat(300);
const hasProc = existsSync('/proc/self');

describe('a state folder that cannot be', () => {
  it.each(['file/below', 'file/below/deep', long, ...(hasProc ? ['/proc/frostline'] : [])])(
    '%s is refused with where, what, and what to do',
    async (home) => {
      const place = path.resolve(root, home);
      await expect(asOwner(place, async () => Promise.resolve())).rejects.toMatchObject({
        exitCode: 2,
        details: { place, fix: 'name another folder with --home' },
      });
    },
  );

  it('is refused by the server too', () => {
    expect(() => stateToken(path.join(root, 'folder'))).toThrow(
      'api-token: this place cannot be used; found "a folder where a file should be (EISDIR)"',
    );
  });
});

describe('submit --out', () => {
  it.each(['file/out.csv', 'folder', `${long}.csv`, ...(hasProc ? ['/proc/frostline/out.csv'] : [])])(
    '%s exits 2 and says what is there',
    async (out) => {
      const { code, err } = await run('submit', '--out', out);
      expect(err).toContain('this place cannot be used; found');
      expect(err).toContain('name another file with --out');
      expect(code).toBe(2);
    },
  );

  it('replaces a file only with --force', async () => {
    const file = path.join(root, 'mine.csv');
    writeFileSync(file, 'mine');
    const { code, err } = await run('submit', '--out', 'mine.csv');
    expect(err).toBe(
      `frostline: ${file}: this file is there already; allowed: a file that is not there yet; ` +
        'move it away, or replace it with --force\n',
    );
    expect(code).toBe(2);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect((await run('submit', '--out', 'mine.csv', '--force')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe('id,label\nt0,a\nt1,b\n');
  });
});

describe('a submission, even with --force', () => {
  it.each(['train.csv', 'sample_submission.csv', 'solution.csv', 'competition.yaml', 'sweep.yaml'])(
    'is not written over what the sweep reads: %s',
    async (name) => {
      const before = readFileSync(path.join(root, name), 'utf8');
      const { code, err } = await run('submit', '--out', name, '--force');
      expect(err).toContain(`${name}: this file is one that the sweep reads; name another file with --out`);
      expect(code).toBe(2);
      expect(readFileSync(path.join(root, name), 'utf8')).toBe(before);
    },
  );

  it('is not written over a device', async () => {
    const { code, err } = await run('submit', '--out', '/dev/null', '--force');
    expect(err).toContain(
      '/dev/null: a submission replaces files only; found "a device, a pipe or a socket"',
    );
    expect(code).toBe(2);
  });
});

describe('--submit after a sweep', () => {
  it.each(['resume', 'retry'])('%s refuses a file that is there before it begins', async (verb) => {
    writeFileSync(path.join(root, 'submission.csv'), 'mine');
    const { code, err } = await run(verb, '--submit');
    expect(err).toContain('submission.csv: this file is there already');
    expect(code).toBe(2);
    expect((await run(verb, '--submit', '--force')).code).toBe(0);
    expect(readFileSync(path.join(root, 'submission.csv'), 'utf8')).toBe('id,label\nt0,a\nt1,b\n');
  });
});
