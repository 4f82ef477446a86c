import type { Browser, Page } from 'playwright-core';

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: 'light' | 'dark';
  /** Null: none is set, and the page has the language of the browser's environment, `en-US@posix`. */
  readonly locale?: string | null;
}

/** A page and what went wrong on it. */
export interface WatchedPage {
  readonly page: Page;
  /** What the page wrote to its console as errors or warnings, and what it threw. */
  readonly complaints: readonly string[];
  /** How far things moved that nobody had asked to move: the sum of layout shifts so far. */
  layoutShift(): Promise<number>;
}

/** Opens a page as a reader would, listening to its console and measuring its layout shifts from the beginning. */
export async function openPage(
  browser: Browser,
  url: string,
  options: PageOptions = {},
): Promise<WatchedPage> {
  const { width = 1440, height = 900, theme = 'light', locale = 'en-GB' } = options;
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: theme,
    ...(locale !== null && { locale }),
    acceptDownloads: true,
  });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.addInitScript(() => {
    const shifts = { sum: 0 };
    Object.assign(window, { frostlineShifts: shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
      })[])
        if (!entry.hadRecentInput) shifts.sum += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(url);
  return {
    page,
    complaints,
    layoutShift: async () =>
      page.evaluate(() => (window as unknown as { frostlineShifts: { sum: number } }).frostlineShifts.sum),
  };
}
