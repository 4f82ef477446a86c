import { InputError } from '@frostline/base';
import { trialSettings, type Catalog, type TrialSettings } from '@frostline/protocol';
import { samplers } from './samplers/registry.js';
import { searchSpace } from './search-space.js';
import type { SweepFile } from './sweep-file.js';

/** Largest number of cells that a grid may have, or random may look at. */
const MOST_CELLS = 100_000;

/**
 * The cells of a sweep in their order: every draw of its sampler with every seed, all defaults filled in.
 *
 * @throws InputError `sweep-too-large` past 100,000 cells
 */
export function* cellsOf(sweep: SweepFile, catalog: Catalog): Generator<TrialSettings> {
  const space = searchSpace(sweep, catalog);
  let count = 0;
  for (const draw of samplers[sweep.method].draws(space, sweep.sample_seed)) {
    for (const seed of sweep.seeds) {
      if (++count > MOST_CELLS)
        throw new InputError('sweep-too-large', `sweep ${sweep.name} has too many cells`, {
          allowed: `at most ${MOST_CELLS}`,
          fix: 'list fewer values, or use method: random with run_cap',
        });
      yield trialSettings.parse({ ...space.fixed, ...draw, seed });
    }
  }
}
