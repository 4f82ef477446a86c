import type { TrialReply } from '@frostline/protocol';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openPage } from './support/open-page.js';
import { serveMadeLedger, type ServedLedger } from './support/served-ledger.js';
import { violations } from './support/violations.js';

let ledger: ServedLedger;
let trial: string;
beforeAll(async () => {
  ledger = await serveMadeLedger(5);
  const { trials } = await ledger.served.get<{ trials: { id: string }[] }>('/sweeps/generated/leaderboard');
  trial = trials[0]?.id ?? '';
}, 300_000);
afterAll(() => ledger.close());
beforeEach(async () => {
  await ledger.served.post('/annotate', { trial, note: 'old' });
});

const soon = { timeout: 20_000 };

async function stored(): Promise<string> {
  return (await ledger.served.get<TrialReply>(`/sweeps/generated/trials/${trial}`)).note;
}

/** The trial's page; a stale one hears nothing of what happens elsewhere. */
async function openTrial({ stale = false } = {}): Promise<Page> {
  const { page } = await openPage(ledger.browser, 'about:blank');
  if (stale) await page.route('**/events', (route) => route.abort());
  await page.goto(ledger.served.link(`?page=trial&trial=${trial}`));
  await note(page).waitFor(soon);
  return page;
}

const note = (page: Page) => page.getByRole('textbox', { name: 'Note' });

it('is not stored where nothing was typed, so that an old page undoes no newer note', async () => {
  const page = await openTrial({ stale: true });
  await note(page).click();
  await ledger.served.post('/annotate', { trial, note: 'newer' });
  await page.keyboard.press('Tab');
  await page.waitForTimeout(1_000);
  expect(await stored()).toBe('newer');
  await page.close();
});

it('follows what another page stores, and is stored when its field is left, which is said', async () => {
  const page = await openTrial();
  await ledger.served.post('/annotate', { trial, note: 'newer' });
  await expect.poll(() => note(page).inputValue(), soon).toBe('newer');
  await note(page).fill('mine');
  await page.getByText('not saved yet').waitFor();
  await page.keyboard.press('Tab');
  await page.getByRole('status').getByText('saved', { exact: true }).waitFor(soon);
  expect(await stored()).toBe('mine');
  await page.close();
});

it('changed here and elsewhere is left to the person, also by a page that had not heard of it', async () => {
  const page = await openTrial({ stale: true });
  await note(page).fill('mine');
  await ledger.served.post('/annotate', { trial, note: 'theirs' });
  await page.keyboard.press('Tab');
  const conflict = page.getByRole('alert').filter({ hasText: 'changed elsewhere while you typed' });
  await conflict.getByText('theirs').waitFor(soon);
  expect(await stored()).toBe('theirs');
  expect(await note(page).inputValue()).toBe('mine');
  expect(await violations(page)).toEqual([]);

  // Kept through other views of the page.
  await page.getByRole('link', { name: 'Leaderboard' }).first().click();
  await page.locator('.table-row').first().waitFor();
  await page.goBack();
  await conflict.waitFor(soon);
  await page.getByRole('button', { name: 'Save mine instead' }).click();
  await expect.poll(stored, soon).toBe('mine');
  await conflict.waitFor({ state: 'detached' });

  await note(page).fill('mine again');
  await ledger.served.post('/annotate', { trial, note: 'theirs again' });
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Take the stored one' }).click(soon);
  expect(await note(page).inputValue()).toBe('theirs again');
  await page.close();
});

it('is stored when the view is left, and the browser asks before the page is', async () => {
  const { page } = await openPage(ledger.browser, ledger.served.link('?overview=off'));
  await page.locator(`.table-row a[href*="${trial}"]`).click();
  await note(page).fill('typed and left');
  await page.goBack();
  await expect.poll(stored, soon).toBe('typed and left');
  await page.goForward();
  await expect.poll(() => note(page).inputValue(), soon).toBe('typed and left');

  // The browser asks only of a page that someone has used.
  await note(page).press('!');
  await page.getByText('not saved yet').waitFor();
  const asked = page.waitForEvent('dialog');
  const leaving = page.goto('about:blank').catch(() => null);
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.accept();
  await leaving;
  await page.close();
});
