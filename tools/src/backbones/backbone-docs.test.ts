import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { backbonePage, familyTable } from './backbone-docs.js';
import { betweenMarkers } from './between-markers.js';

const read = (file: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../${file}`, import.meta.url)), 'utf8');

it('docs/backbones.md is what `npm run docs` makes of the registry', () => {
  expect(read('docs/backbones.md')).toBe(backbonePage());
});

it('so is the table of the README', () => {
  const readme = read('README.md');
  expect(readme).toBe(betweenMarkers(readme, 'backbones', familyTable()));
});

it('a text without markers is refused', () => {
  for (const text of ['', '<!-- a -->', '<!-- /a --><!-- a -->'])
    expect(() => betweenMarkers(text, 'a', '')).toThrow('allowed: <!-- a --> and, after it, <!-- /a -->');
});
