// Becomes the owner of a state folder, publishes an address, and lives until it is killed or its parent ends.
// own.mjs HOME
import { acquireOwner, writeOwnerAddress } from '../dist/index.js';

const home = process.argv[2];
const lock = acquireOwner(home);
if (lock !== undefined) writeOwnerAddress(home, { pid: process.pid, port: 4321, token: 'secret' });
process.on('disconnect', () => process.exit(0));
process.send(lock === undefined ? 'refused' : 'owner');
