export { acquireOwner, isOwned, type OwnerLock } from './owner.js';
export { readOwnerAddress, writeOwnerAddress } from './owner-address.js';
