import { expect, it } from 'vitest';
import { mendLanguage } from './browser-language.js';

/** As in a browser, where the language is an accessor of the prototype. */
function browserOf(language: string): { readonly language: string } {
  return Object.create({
    get language() {
      return language;
    },
  }) as { readonly language: string };
}

it.each(['en-US@posix', 'C', '', 'en_GB'])(
  'the language "%s", which Intl refuses, is taken for English',
  (language) => {
    expect(() => new Intl.NumberFormat(language)).toThrow(RangeError);
    const browser = browserOf(language);
    mendLanguage(browser);
    expect(browser.language).toBe('en');
  },
);

it('a language that Intl takes stays', () => {
  const browser = browserOf('de-CH');
  mendLanguage(browser);
  expect(browser.language).toBe('de-CH');
});
