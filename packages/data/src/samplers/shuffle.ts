import { epochOrder } from '../epoch-order.js';
import type { EpochSampler } from './sampler.js';

/** Each image once. */
export const shuffle: EpochSampler = ({ indices, seed, epoch }) => epochOrder(indices, { seed, epoch });
