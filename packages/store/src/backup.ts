import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { InputError, makeFolder, publishFile } from '@frostline/base';
import type { Ledger } from './ledger.js';
import { writeError } from './write-error.js';

/**
 * Writes a copy of the ledger as it stands at this moment, also from a read-only one and while others write to it. The
 * file has its name only once it is whole and on the disk.
 *
 * @throws InputError `backup-exists`: nothing is ever overwritten
 * @throws FrostlineError `disk-full`, `ledger-unwritable`
 */
export function backupLedger(ledger: Ledger, file: string): void {
  if (existsSync(file))
    throw new InputError('backup-exists', 'a backup overwrites nothing', {
      place: file,
      fix: 'name a file that is not there yet',
    });
  makeFolder(path.dirname(file));
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}.tmp`);
  try {
    ledger.run('VACUUM INTO @temporary', { temporary });
    publishFile(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw writeError(error, file) ?? error;
  }
}
