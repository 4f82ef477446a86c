import type { Draw, SearchSpace } from '../domain.js';

/** Walks a search space. Draw `i` is the same whatever the number of draws taken: it depends on the space and seed only. */
export interface Sampler {
  readonly name: string;
  /** Whether it needs listed values, and cannot draw from a range. */
  readonly listsOnly: boolean;
  /** Whether it never ends by itself, so that `run_cap` must say when. */
  readonly endless: boolean;
  /** The draws in order, without the fixed settings. */
  draws(space: SearchSpace, seed: number): Iterable<Draw>;
}
