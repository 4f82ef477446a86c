import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPage } from './support/open-page.js';
import { serveMadeLedger, type ServedLedger } from './support/served-ledger.js';
import { violations } from './support/violations.js';

let ledger: ServedLedger;
beforeAll(async () => {
  // Two of its trials were running when the process that ran it ended.
  ledger = await serveMadeLedger(200);
}, 300_000);
afterAll(() => ledger.close());

it('what runs nowhere is told as interrupted, in the header, the table, a trial and what runs', async () => {
  const { page } = await openPage(ledger.browser, ledger.served.link('?state=running&overview=off'));
  await page.locator('.table-row').first().waitFor();
  expect(await page.locator('.live-badge').innerText()).toBe('interrupted');
  expect(await page.locator('.table-row .state-interrupted').count()).toBe(2);
  expect(await page.locator('.toolbar').innerText()).toContain('interrupted');
  expect(await page.locator('main').innerText()).not.toContain('running');
  await page.locator('.table-row').first().click();
  await page.locator('.trial-title .state-interrupted').waitFor();
  expect(await page.locator('main').innerText()).not.toMatch(/\b(running|training)\b/);
  await page.getByRole('link', { name: 'Running' }).click();
  await page.getByRole('heading', { name: 'Interrupted' }).waitFor();
  await page.locator('.progress-legend .state-interrupted').waitFor();
  await page.getByText('What was interrupted goes on from its last checkpoint').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.close();
});
