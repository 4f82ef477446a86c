import { RandomStream } from '@frostline/base';
import type { Domain, Draw } from '../domain.js';
import type { Scalar } from '../parameter-spec.js';
import type { Sampler } from './sampler.js';

/**
 * Independent draws (Bergstra and Bengio, "Random Search for Hyper-Parameter Optimization", JMLR 2012). Each value has
 * its own random stream, keyed by parameter and draw: another parameter, or a longer sweep, moves no other value.
 */
export const randomSampler: Sampler = {
  name: 'random',
  listsOnly: false,
  endless: true,
  *draws({ parameters }, seed) {
    for (let index = 0; ; index++) {
      let draw: Draw = {};
      for (const parameter of parameters) {
        const stream = new RandomStream(seed, `sample/${parameter.name}/${index}`);
        draw = { ...draw, [parameter.name]: pick(parameter.domain(draw), stream) };
      }
      yield draw;
    }
  },
};

function pick(domain: Domain, stream: RandomStream): Scalar | undefined {
  if (domain.kind === 'choice') return domain.values[stream.nextBelow(domain.values.length)];
  const { distribution, min, max } = domain;
  switch (distribution) {
    case 'int_uniform':
      return min + stream.nextBelow(max - min + 1);
    case 'uniform':
      return min + (max - min) * stream.nextUniform();
    case 'log_uniform_values': {
      const value = Math.exp(Math.log(min) + Math.log(max / min) * stream.nextUniform());
      // exp(log(min)) may fall short of min by rounding.
      return Math.min(max, Math.max(min, value));
    }
  }
}
