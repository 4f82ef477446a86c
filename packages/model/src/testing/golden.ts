import { readFileSync } from 'node:fs';

/** Reads a file of this package's golden folder; the caller knows its form. */
export const readGolden = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../golden/${name}.json`, import.meta.url), 'utf8'));
