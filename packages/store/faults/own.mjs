// Becomes the owner of a state folder, publishes an address, and lives until it is killed or its parent ends. Garbage is
// collected while it holds the lock, which nothing here refers to any more: the lock must stay.
// own.mjs HOME
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { writeOwnerAddress } from '../dist/owner/owner-address.js';
import { acquireOwner } from '../dist/owner/owner-lock.js';

const home = process.argv[2];
const lock = acquireOwner(home);
if (lock !== undefined) writeOwnerAddress(home, { pid: process.pid, port: 4321, token: 'secret' });
process.on('disconnect', () => process.exit(0));
const answer = lock === undefined ? 'refused' : 'owner';
setFlagsFromString('--expose-gc');
setImmediate(() => {
  runInNewContext('gc')();
  setImmediate(() => process.send(answer));
});
