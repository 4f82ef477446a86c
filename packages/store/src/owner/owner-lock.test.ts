import { InputError } from '@frostline/base';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readOwnerAddress, writeOwnerAddress } from './owner-address.js';
import { acquireOwner, isOwned } from './owner-lock.js';
import { ending, nextMessage, startProgram } from '../testing/child-process.js';
import { temporaryFolder } from '../testing/temporary-folder.js';

let home: string;
let remove: () => void;
beforeEach(() => {
  const temporary = temporaryFolder();
  home = path.join(temporary.folder, '.frostline');
  remove = () => temporary.remove();
});
afterEach(() => {
  remove();
});

describe('acquireOwner', () => {
  it('lets one in until it releases', () => {
    expect(isOwned(home)).toBe(false);
    expect(existsSync(home)).toBe(false);
    const owner = acquireOwner(home);
    expect(owner).toBeDefined();
    expect(isOwned(home)).toBe(true);
    expect(acquireOwner(home)).toBeUndefined();
    writeOwnerAddress(home, { pid: 1, port: 2, token: 't' });
    owner?.release();
    owner?.release();
    expect(isOwned(home)).toBe(false);
    expect(readOwnerAddress(home)).toBeUndefined();
    acquireOwner(home)?.release();
  });

  it('is freed by kill −9 of the owner, whose address goes with the next one', async () => {
    const child = startProgram('own', home);
    expect(await nextMessage(child)).toBe('owner');
    expect(readOwnerAddress(home)).toEqual({ pid: child.pid, port: 4321, token: 'secret' });
    expect(isOwned(home)).toBe(true);
    expect(acquireOwner(home)).toBeUndefined();
    const second = startProgram('own', home);
    expect(await nextMessage(second)).toBe('refused');
    second.disconnect();
    await ending(second);
    expect(isOwned(home)).toBe(true);
    child.kill('SIGKILL');
    expect(await ending(child)).toBe('SIGKILL');
    expect(isOwned(home)).toBe(false);
    const owner = acquireOwner(home);
    expect(owner).toBeDefined();
    expect(readOwnerAddress(home)).toBeUndefined();
    owner?.release();
  });
});

describe('the address of an owner', () => {
  it('is readable by its user only', () => {
    const owner = acquireOwner(home);
    writeOwnerAddress(home, { pid: 1, port: 2, token: 'secret' });
    const file = path.join(home, 'scheduler.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ pid: 1, port: 2, token: 'secret' });
    chmodSync(file, 0o644);
    writeOwnerAddress(home, { pid: 1, port: 3, token: 'secret' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    owner?.release();
  });

  it('counts as absent when it is damaged', () => {
    const owner = acquireOwner(home);
    for (const text of ['', '{', '{"pid":1}']) {
      writeFileSync(path.join(home, 'scheduler.json'), text);
      expect(readOwnerAddress(home)).toBeUndefined();
    }
    owner?.release();
  });
});

describe('a folder that cannot have an owner', () => {
  const refused = () => () => {
    acquireOwner(home)?.release();
  };

  it('is refused with what is there: a file above it, a lock that is none', () => {
    mkdirSync(home);
    writeFileSync(path.join(home, 'owner.db'), 'date;amount\n'.repeat(100));
    expect(refused()).toThrow(InputError);
    expect(refused()).toThrow('owner.db: the lock of this state folder cannot be held; found "file is not a');
    expect(isOwned(home)).toBe(false);
    home = path.join(home, 'owner.db', 'below');
    expect(refused()).toThrow(`${home}: this place cannot be used; found "a file where a folder should be`);
  });

  // Root may write everything.
  it.skipIf(process.getuid?.() === 0)('may be read by who may not write it', () => {
    const owner = acquireOwner(home);
    writeOwnerAddress(home, { pid: 1, port: 2, token: 't' });
    chmodSync(path.join(home, 'owner.db'), 0o444);
    expect(isOwned(home)).toBe(true);
    owner?.release();
    expect(isOwned(home)).toBe(false);
    expect(refused()).toThrow('EACCES');
  });
});
