import { InputError } from '@frostline/base';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cellsOf } from './cells.js';
import { loadSweep } from './load-sweep.js';
import { settingNames } from './settings.js';
import type { SweepFile } from './sweep-file.js';
import { catalog } from './testing/catalog.js';

const word = fc.constantFrom(
  'head',
  'until:1',
  'until',
  'sgd',
  'squeezenet1_1',
  'default',
  'values',
  '',
  ':',
);
const scalar = fc.oneof(word, fc.integer({ min: -2, max: 70 }), fc.double(), fc.boolean(), fc.constant(null));
const list = fc.array(scalar, { maxLength: 3 });
const branch = fc.oneof(
  scalar,
  list,
  fc.record({ value: scalar }),
  fc.record({ values: list }),
  fc.record({ min: scalar, max: scalar }),
);
const name = fc.constantFrom(...settingNames);
const per = fc.record({ per: name, values: fc.dictionary(word, branch, { maxKeys: 3 }) });
const file = fc.record(
  {
    name: fc.constantFrom('a', ''),
    competition: fc.constant('c.yaml'),
    method: fc.constantFrom('grid', 'random'),
    run_cap: fc.integer({ min: 1, max: 5 }),
    seeds: fc.array(fc.integer({ min: -1, max: 3 }), { maxLength: 3 }),
    folds: fc.oneof(scalar, fc.record({ count: scalar })),
    trial: fc.oneof(scalar, fc.dictionary(name, scalar, { maxKeys: 3 })),
    parameters: fc.oneof(scalar, fc.dictionary(name, fc.oneof(branch, per), { maxKeys: 4 })),
  },
  { requiredKeys: [] },
);

/** Parameters that are mostly right, so that many files pass. */
const rates = fc.constantFrom(0.01, 0.1, 0.5, 0.9);
const someRates = fc.oneof(
  fc.record({ value: rates }),
  fc.record({ values: fc.array(rates, { minLength: 1, maxLength: 3 }) }),
  fc.constant({ min: 0.1, max: 0.5 }),
);
const byFreeze = fc.record({
  per: fc.constantFrom('freeze', 'momentum'),
  values: fc.record({ head: rates, until: someRates, default: rates }, { requiredKeys: ['default'] }),
});
const sound = fc.record({
  method: fc.constantFrom('grid', 'random'),
  run_cap: fc.constant(3),
  parameters: fc.record(
    {
      optimizer: fc.record({ values: fc.constantFrom(['sgd'], ['adamw', 'sgd']) }),
      learning_rate: fc.oneof(someRates, byFreeze),
      momentum: fc.oneof(someRates, byFreeze),
      label_smoothing: someRates,
    },
    { requiredKeys: [] },
  ),
});

/** A file that is right but for what the generator puts over it. */
function load(over: object): SweepFile | undefined {
  const right = { name: 'a', competition: 'c.yaml', method: 'grid' };
  const trial = { backbone: 'squeezenet1_1', freeze: 'head' };
  const merged = { ...right, trial, ...over };
  try {
    return loadSweep(JSON.stringify(merged), { file: 'sweep.yaml', catalog });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.message).toMatch(/^sweep\.yaml:/);
    return undefined;
  }
}

it('a file is either refused with its name in the message, or every one of its cells is complete', () => {
  fc.assert(
    fc.property(fc.oneof(file, { arbitrary: sound, weight: 2 }), (over) => {
      const sweep = load(over);
      if (sweep === undefined) return;
      let seen = 0;
      for (const cell of cellsOf(sweep, catalog)) {
        expect(cell.backbone).not.toBe('');
        if (++seen === 20) break;
      }
      expect(seen).toBeGreaterThan(0);
    }),
    { numRuns: 60 },
  );
});
