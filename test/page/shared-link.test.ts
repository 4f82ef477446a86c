import type { LeaderboardReply } from '@frostline/protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPage } from './support/open-page.js';
import { serveMadeLedger, type ServedLedger } from './support/served-ledger.js';
import { violations } from './support/violations.js';

let ledger: ServedLedger;
let board: LeaderboardReply;
beforeAll(async () => {
  ledger = await serveMadeLedger(250);
  board = await ledger.served.get('/sweeps/generated/leaderboard');
}, 300_000);
afterAll(() => ledger.close());

it('names its sweep, so that it shows the same after the next launch, which it tells of', async () => {
  const { page } = await openPage(ledger.browser, ledger.served.link(''));
  await page.locator('.table-row').first().waitFor();
  await expect.poll(() => new URL(page.url()).searchParams.get('sweep')).toBe(board.sweep.id);
  const link = page.url();

  ledger.launch('later');
  // The page that was left open stays with its sweep, and says what there is.
  await page.getByRole('link', { name: 'newer: later' }).waitFor({ timeout: 20_000 });
  expect(await violations(page)).toEqual([]);
  expect(await page.getByRole('combobox', { name: 'Sweep' }).inputValue()).toBe(board.sweep.id);
  await page.goto(link);
  await page.getByText('250 trials').waitFor();
  await page.getByRole('link', { name: 'newer: later' }).click();
  await page.getByText('5 trials').waitFor();
  expect(await page.getByRole('link', { name: /^newer/ }).count()).toBe(0);
  await page.close();
});
