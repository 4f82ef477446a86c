import type { CurvesReply, LeaderboardReply } from '@frostline/protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPage } from './support/open-page.js';
import { serveMadeLedger, type ServedLedger } from './support/served-ledger.js';
import { violations } from './support/violations.js';

let ledger: ServedLedger;
let trial: string;
beforeAll(async () => {
  ledger = await serveMadeLedger(20);
  const { trials } = await ledger.served.get<LeaderboardReply>('/sweeps/generated/leaderboard');
  trial = trials[0]?.id ?? '';
}, 300_000);
afterAll(() => ledger.close());

/** Folds of 4, 4 and 5 steps an epoch, the first of which is two epochs ahead. */
const curves: () => CurvesReply['curves'] = () =>
  [4, 4, 5].map((stepsPerEpoch, fold) => ({
    trial,
    fold,
    metrics: {
      macro_f1: Array.from({ length: fold === 0 ? 5 : 3 }, (_, epoch) => [
        (epoch + 1) * stepsPerEpoch,
        epoch,
        (epoch + 1) / 10 + fold / 100,
      ]),
    },
  }));

it('are means of epochs that all folds have reached, read by keyboard, on the scale of the link', async () => {
  const { page, complaints } = await openPage(ledger.browser, 'about:blank');
  await page.route('**/curves?*', (route) => route.fulfill({ json: { curves: curves() } }));
  await page.goto(ledger.served.link(`?page=curves&pick=${trial}`));
  const chart = page.getByRole('slider');
  await chart.focus();
  const said = async (): Promise<string> => (await chart.getAttribute('aria-valuetext')) ?? '';
  await page.keyboard.press('Home');
  await expect.poll(said).toContain('epoch 1');
  await page.keyboard.press('ArrowRight');
  await expect.poll(said).toMatch(/epoch 2; .* 0\.2100 ± 0\.0100 \(folds 0\.2000, 0\.2100, 0\.2200\)/);
  expect(await page.locator('.read-out').innerText()).toContain('at epoch 2');
  await page.keyboard.press('End');
  await expect.poll(said).toMatch(/epoch 5; .* no mean \(folds 0\.5000\)/);
  await page.getByText('single folds, at least where not all have got so far').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('at the end, epoch 5').waitFor();
  await page.getByRole('button', { name: 'Log' }).click();
  await page.getByRole('button', { name: 'Folds' }).click();
  await expect.poll(() => new URL(page.url()).search).toMatch(/scale=log.*folds=1/);
  await page.getByRole('button', { name: 'Step' }).click();
  await chart.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect.poll(said).toMatch(/step 4\.3; .* 0\.1100 ±/);
  expect(await violations(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await page.close();
});
