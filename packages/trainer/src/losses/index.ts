import type { LossName } from '@frostline/protocol';
import { bce } from './bce.js';
import { crossEntropy } from './cross-entropy.js';
import { focal } from './focal.js';
import type { Loss } from './loss.js';
import { softF1 } from './soft-f1.js';

/** Every loss by name. */
export const losses: Readonly<Record<LossName, Loss>> = {
  cross_entropy: crossEntropy,
  focal,
  soft_f1: softF1,
  bce,
};
