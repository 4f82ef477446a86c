import { RandomStream } from '@frostline/base';
import type { EpochSampler } from './sampler.js';

/**
 * As many images of each class as of any other, give or take one. A class with fewer is gone through again and again, in
 * another order each time; of one with more, an epoch sees a part.
 */
export const balanced: EpochSampler = ({ indices, labels, seed, epoch }) => {
  const members = new Map<number, number[]>();
  for (let i = 0; i < indices.length; i++) {
    const label = labels[i] ?? 0;
    const rows = members.get(label) ?? [];
    rows.push(indices[i] ?? 0);
    members.set(label, rows);
  }
  const random = new RandomStream(seed, `balanced order of epoch ${epoch}`);
  // Which classes get one more is drawn, too.
  const classes = random.shuffle([...members.keys()].sort((a, b) => a - b));
  const seen = classes.flatMap((label, place) => {
    const rows = members.get(label) ?? [];
    const share =
      Math.floor(indices.length / classes.length) + (place < indices.length % classes.length ? 1 : 0);
    const rounds = Array.from({ length: Math.ceil(share / rows.length) }, () => random.shuffle([...rows]));
    return rounds.flat().slice(0, share);
  });
  return Uint32Array.from(random.shuffle(seen));
};
