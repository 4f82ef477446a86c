import { didYouMean, InputError } from '@frostline/base';
import { readYaml, type Catalog } from '@frostline/protocol';
import { z } from 'zod';
import { settingNames } from './settings.js';
import { checkSweep } from './sweep-checks.js';
import type { SweepFile } from './sweep-file.js';
import { sweepSchema } from './sweep-schema.js';

/**
 * Reads a sweep file.
 *
 * @param options.file the name that errors print before line and column
 * @throws InputError that lists every problem with its place, what was found and what is allowed
 * @example
 * const sweep = loadSweep(text, { file: 'sweep.yaml', catalog });
 */
export function loadSweep(text: string, options: { file: string; catalog: Catalog }): SweepFile {
  const { file, catalog } = options;
  const schema = sweepSchema(catalog);
  try {
    const { value, placeOf } = readYaml(text, { file, schema });
    checkSweep(value, catalog, { file, placeOf });
    return value;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const fix = guesses(text, { file, catalog, keys: Object.keys(schema.shape) });
    if (fix.length === 0) throw error;
    throw new InputError(error.code, error.message, { fix: fix.join('; '), cause: error });
  }
}

/** What mistyped names most likely meant. */
function guesses(
  text: string,
  { file, catalog, keys }: { file: string; catalog: Catalog; keys: readonly string[] },
): string[] {
  const map = z.record(z.string(), z.unknown()).catch({});
  const raw = map.parse(readYaml(text, { file, schema: z.unknown() }).value);
  const trial = map.parse(raw['trial']);
  const parameters = map.parse(raw['parameters']);
  const backbone = map.parse(parameters['backbone']);
  const backbones = [trial['backbone'], backbone['value'], backbone['values']].flat();
  const words: [unknown[], readonly string[]][] = [
    [Object.keys(raw), keys],
    [[...Object.keys(trial), ...Object.keys(parameters)], settingNames],
    [backbones, catalog.backbones.map(({ name }) => name)],
  ];
  const seed = 'seed' in trial || 'seed' in parameters ? ['list seeds under seeds, at the top'] : [];
  return [...seed, ...words.flatMap(([found, known]) => guessesFor(found, known))];
}

function guessesFor(found: readonly unknown[], known: readonly string[]): string[] {
  return found
    .filter((word) => typeof word === 'string')
    .filter((word) => !known.includes(word))
    .flatMap((word) => {
      const guess = didYouMean(word, known);
      return guess === undefined ? [] : [`${word}: ${guess}`];
    });
}
