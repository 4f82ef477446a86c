/**
 * Gives a browser whose language is no BCP-47 tag English instead: Chromium under LANG=C.UTF-8 says `en-US@posix`, and
 * uPlot hands the browser's language to Intl, which throws, as soon as it is loaded.
 */
export function mendLanguage(browser: { readonly language: string }): void {
  if (!isLanguageTag(browser.language))
    Object.defineProperty(browser, 'language', { value: 'en', configurable: true });
}

function isLanguageTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}
