import { InternalError } from '@frostline/base';
import type { Draw, Parameter } from '../domain.js';
import type { Sampler } from './sampler.js';

/** Every combination, the last parameter running fastest. */
export const gridSampler: Sampler = {
  name: 'grid',
  listsOnly: true,
  endless: false,
  draws: ({ parameters }) => combinations(parameters, {}),
};

function* combinations([first, ...rest]: readonly Parameter[], draw: Draw): Generator<Draw> {
  if (first === undefined) {
    yield draw;
    return;
  }
  const domain = first.domain(draw);
  if (domain.kind !== 'choice') throw new InternalError(`grid over the range of ${first.name}`);
  for (const value of domain.values) yield* combinations(rest, { ...draw, [first.name]: value });
}
