import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPage } from './support/open-page.js';
import { serveMadeLedger, type ServedLedger } from './support/served-ledger.js';
import { violations } from './support/violations.js';

let ledger: ServedLedger;
beforeAll(async () => {
  ledger = await serveMadeLedger(50);
}, 300_000);
afterAll(() => ledger.close());

it.each([
  { part: 'overview', opener: 'button', name: 'Overview', shown: 'Backbone × freeze' },
  { part: 'running-view', opener: 'link', name: 'Running', shown: 'Interrupted' },
] as const)(
  'where the code of $part does not come, the rest of the page stays and it can be tried again',
  async ({ part, opener, name, shown }) => {
    const { page } = await openPage(ledger.browser, ledger.served.link('?overview=off'));
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
