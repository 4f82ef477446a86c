import { fillUniform, nameWord } from '@frostline/base';
import type { EpochSampler } from './sampler.js';

const SITE = nameWord('sampler');

/** Draws with replacement, each image as likely as its class weighs: torch's `WeightedRandomSampler`. */
export const weighted: EpochSampler = ({ indices, labels, classWeights, seed, epoch }) => {
  const upTo = new Float64Array(indices.length);
  let sum = 0;
  for (let i = 0; i < upTo.length; i++) upTo[i] = sum += classWeights[labels[i] ?? 0] ?? 0;
  // Two words for each draw: one alone has 24 bits, too few for many images.
  const uniform = new Float32Array(2);
  return Uint32Array.from({ length: indices.length }, (_, draw) => {
    fillUniform(uniform, { seed, epoch, draw, site: SITE });
    const share = (uniform[0] ?? 0) + (uniform[1] ?? 0) * 2 ** -24;
    return indices[firstAbove(upTo, share * sum)] ?? 0;
  });
};

/** The first place whose value is above a number; the last one where none is. */
function firstAbove(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
