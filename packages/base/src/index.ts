export { systemClock, type Clock } from './clock.js';
export { cudaCards, type CudaCard } from './cuda-cards.js';
export { isDiskFull } from './disk-full.js';
export {
  checkEngineChoice,
  parseDevice,
  precisionNames,
  type DeviceName,
  type EngineChoice,
  type Precision,
} from './engine-choice.js';
export { engineNames, type EngineName } from './engine-names.js';
export { FrostlineError, InputError, InternalError, type ErrorDetails } from './errors.js';
export { AtomicFile, isUnfinished, publishFile, unfinishedName, writeFileAtomic } from './files.js';
export { makeFolder } from './folders.js';
export { bfloatToFloat, floatToBfloat, floatToHalf, halfToFloat } from './half.js';
export { canonicalJson, hashOf, sha256 } from './hash.js';
export { silentLogger, type Logger } from './logger.js';
export { didYouMean } from './nearest.js';
export { resolveInside, similarFile } from './paths.js';
export { fillUniform, nameWord, philox, RandomStream, type Words4 } from './philox.js';
export { plural } from './plural.js';
export { usingPath } from './using-path.js';
export { badExport, loadOwnModule, nameOfExport, tryExport, type LoadedModule } from './own-module.js';
export { ownNamePattern } from './own-name.js';
