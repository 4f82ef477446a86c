import { FrostlineError, InputError, systemClock } from '@frostline/base';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordingTerminal } from '../testing/recording-terminal.js';
import { reportError } from './errors.js';
import { findHome, homeOfSweep } from './home.js';
import { countOption } from './options.js';
import { runCommand } from './program.js';
import { columnsOf } from './terminal.js';
import { verbs } from './verbs/registry.js';

async function run(...argv: string[]) {
  const terminal = recordingTerminal();
  const code = await runCommand(argv, { terminal, cwd: tmpdir(), env: {}, clock: systemClock });
  return { code, ...terminal.printed };
}

describe('the command line', () => {
  it('lists every verb in its help and exits 0', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    for (const { name, summary } of verbs) {
      expect(out).toContain(name);
      expect(out).toContain(summary.slice(0, 20));
    }
  });

  it.each(verbs.map(({ name }) => name))('%s explains itself with --help', async (name) => {
    const { code, out } = await run(name, '--help');
    expect(code).toBe(0);
    expect(out).toContain(`frostline ${name}`);
  });

  it.each([
    [['lanch']],
    [[]],
    [['schema', 'nonsense']],
    [['doctor', '--nonsense']],
    [['doctor', 'one', 'too', 'many']],
  ])('exits 2 on wrong usage: %j', async (argv) => {
    const { code, out, err } = await run(...argv);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).not.toBe('');
  });

  it('says its version', async () => {
    expect(await run('--version')).toMatchObject({ code: 0, out: '0.1.0\n' });
  });

  it('suggests the verb that was meant', async () => {
    expect((await run('docter')).err).toContain('doctor');
  });
});

describe('--help', () => {
  it('says what exit codes mean, Ctrl-C among them', async () => {
    const { out } = await run('--help');
    for (const code of [0, 1, 2, 130]) expect(out).toMatch(new RegExp(`^  ${code} `, 'm'));
    expect(out).toContain('Ctrl-C');
  });

  it('says where a state folder is looked for', async () => {
    expect((await run('--help')).out).toContain('one or two levels below');
  });
});

describe('an error', () => {
  const report = (error: unknown, env: Record<string, string> = {}) => {
    const terminal = recordingTerminal();
    return { code: reportError(error, { terminal, env }), err: terminal.printed.err };
  };

  it('of the input is its message alone and exit 2', () => {
    const { code, err } = report(
      new InputError('bad-fold', 'fold is out of range', { found: 7, allowed: '0..4' }),
    );
    expect(code).toBe(2);
    expect(err).toBe('frostline: fold is out of range; found 7; allowed: 0..4\n');
  });

  it('of the work exits 1; its stack shows only on demand', () => {
    expect(report(new FrostlineError('lost', 'the worker died'))).toEqual({
      code: 1,
      err: 'frostline: the worker died\n',
    });
    const cause = new Error('deeper');
    const { err } = report(new FrostlineError('lost', 'the worker died', { cause }), {
      FROSTLINE_DEBUG: '1',
    });
    expect(err).toContain('program.test');
    expect(err).toContain('caused by Error: deeper');
  });

  it('that nobody raised on purpose says how to learn more', () => {
    const { code, err } = report(new TypeError('x is not a function'));
    expect(code).toBe(1);
    expect(err).toBe('frostline: x is not a function\nFROSTLINE_DEBUG=1 shows where this came from\n');
  });
});

describe('a count', () => {
  it.each(['', '-1', '2.5', '1e2', 'two', '0', '65'])('%j is refused with what is allowed', (workers) => {
    expect(() => countOption({ workers }, 'workers', 1, 64)).toThrow('allowed: 1..64');
  });

  it('is a number, or absent', () => {
    expect(countOption({ workers: '12' }, 'workers', 1, 64)).toBe(12);
    expect(countOption({}, 'workers', 1, 64)).toBeUndefined();
  });

  it('is named in errors as it is typed', () => {
    expect(() => countOption({ hungAfter: 'soon' }, 'hungAfter', 1, 64)).toThrow('--hung-after: not a count');
  });
});

describe('the width of the terminal', () => {
  it('is that of standard output, else of standard error, else one that suits a file', () => {
    expect(columnsOf([{ columns: 132 }, { columns: 132 }])).toBe(132);
    expect(columnsOf([{ columns: undefined }, { columns: 200 }])).toBe(200);
    expect(columnsOf([{ columns: 0 }, {}])).toBe(100);
  });
});

describe('the state folder', () => {
  let root: string;
  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'frostline-home-')));
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });
  const make = (...parts: string[]) => {
    const folder = path.join(root, ...parts);
    mkdirSync(folder, { recursive: true });
    return folder;
  };

  it('of a sweep stands beside its file', () => {
    expect(homeOfSweep('/a/b/sweep.yaml', '/c', undefined)).toBe('/a/b/.frostline');
    expect(homeOfSweep('/a/b/sweep.yaml', '/c', 'state')).toBe('/c/state');
  });

  it('is found here, above, or as the only one just below', () => {
    const home = make('examples', 'fashion', '.frostline');
    expect(findHome(path.dirname(home), undefined)).toBe(home);
    expect(findHome(make('examples', 'fashion', 'train', 'deep'), undefined)).toBe(home);
    expect(findHome(root, undefined)).toBe(home);
  });

  it('is found beside folders that cannot be read', () => {
    const home = make('readable', '.frostline');
    const closed = make('closed');
    for (const open of [path.dirname(root), root]) chmodSync(open, 0o755);
    chmodSync(closed, 0);
    asOrdinaryUser(() => {
      expect(() => readdirSync(closed)).toThrow('EACCES');
      expect(findHome(root, undefined)).toBe(home);
    });
  });

  it('is asked for when several are as good, and when there is none', () => {
    expect(() => findHome(root, undefined)).toThrow('frostline launch');
    make('one', '.frostline');
    make('two', '.frostline');
    expect(() => findHome(root, undefined)).toThrow('one/.frostline, two/.frostline');
    expect(() => findHome(root, 'absent')).toThrow('--home: no such state folder');
  });
});

/** Root may read everything: then somebody who may not, for as long as `action` takes. */
function asOrdinaryUser(action: () => void): void {
  if (process.getuid?.() !== 0) {
    action();
    return;
  }
  process.seteuid?.(65534);
  try {
    action();
  } finally {
    process.seteuid?.(0);
  }
}
