import { launchBrowser, servePage, type ServedPage } from '@frostline/tools/browser';
import { makeLedger } from '@frostline/tools/ledger';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPage } from './support/open-page.js';
import { violations } from './support/violations.js';

const home = mkdtempSync(path.join(tmpdir(), 'frostline-broken-'));
let served: ServedPage;
let browser: Browser;

beforeAll(async () => {
  makeLedger(home, { trials: 50 });
  served = await servePage(home);
  browser = await launchBrowser();
}, 300_000);
afterAll(async () => {
  await browser.close();
  await served.close();
  rmSync(home, { recursive: true });
});

it.each([
  { part: 'overview', opener: 'button', name: 'Overview', shown: 'Backbone × freeze' },
  { part: 'running-view', opener: 'link', name: 'Running', shown: 'Not running' },
] as const)(
  'where the code of $part does not come, the rest of the page stays and it can be tried again',
  async ({ part, opener, name, shown }) => {
    const { page } = await openPage(browser, served.link('?overview=off'));
    await page.locator('.table-row').first().waitFor();
    const code = `**/assets/${part}-*.js`;
    await page.route(code, (route) => route.abort());
    await page.getByRole(opener, { name, exact: true }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'could not be shown' });
    await alert.waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
    if (part === 'overview') await page.locator('.table-row').first().waitFor();

    await page.unroute(code);
    await alert.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: shown }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.close();
  },
);
