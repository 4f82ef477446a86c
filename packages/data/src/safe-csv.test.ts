import { expect, it } from 'vitest';
import { safeCsv } from './safe-csv.js';

it.each(['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\tx', '\rx', '-Infinity'])('%j is no formula', (cell) => {
  const [, shown = ''] = safeCsv([['a'], [cell]]).split(/\n(.*)/s);
  expect(shown.replaceAll('"', '')).toBe(`'${cell}\n`);
});

it('numbers stay numbers, text with commas, quotes and lines stays one cell', () => {
  expect(
    safeCsv([
      [-0.5, 1e-7, true, null, undefined, NaN],
      ['a,b', 'say "x"', 'two\nlines'],
    ]),
  ).toBe('-0.5,1e-7,true,,,NaN\n"a,b","say ""x""","two\nlines"\n');
});

it('an infinite number is text to a spreadsheet', () => {
  expect(safeCsv([[-Infinity]])).toBe("'-Infinity\n");
});
