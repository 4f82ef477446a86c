import type { TrialSettings } from '@frostline/protocol';
import { adamw } from './adamw.js';
import type { Optimizer } from './optimizer.js';
import { sgd } from './sgd.js';

/** Every optimizer by name. */
export const optimizers: Readonly<Record<TrialSettings['optimizer'], Optimizer>> = { sgd, adamw };
