export { systemClock, type Clock } from './clock.js';
export { FrostlineError, InputError, InternalError, type ErrorDetails } from './errors.js';
export { AtomicFile, publishFile, writeFileAtomic } from './files.js';
export { canonicalJson, hashOf, sha256 } from './hash.js';
export type { Logger } from './logger.js';
export { didYouMean } from './nearest.js';
export { resolveInside } from './paths.js';
export { fillUniform, nameWord, philox, RandomStream, type Words4 } from './philox.js';
export { plural } from './plural.js';
