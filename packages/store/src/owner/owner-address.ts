import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ownerAddress, type OwnerAddress } from '@frostline/protocol';
import { addressFile } from './address-file.js';

/** Publishes the owner's address: whole or not at all, and readable by this user only, since it holds the API's token. */
export function writeOwnerAddress(home: string, address: OwnerAddress): void {
  // Not base's atomic write: the mode must be right from the first byte, and a lost power loses the owner too.
  const temporary = path.join(home, `.scheduler.${randomUUID()}.tmp`);
  try {
    writeFileSync(temporary, `${JSON.stringify(address)}\n`, { flag: 'wx', mode: 0o600 });
    renameSync(temporary, addressFile(home));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** The published address, or undefined; one of a killed owner stays until the next, so ask `isOwned` as well. */
export function readOwnerAddress(home: string): OwnerAddress | undefined {
  try {
    return ownerAddress.parse(JSON.parse(readFileSync(addressFile(home), 'utf8')));
  } catch {
    return undefined;
  }
}
