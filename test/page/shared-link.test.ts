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

it('names the picks that are gone, and counts those that there are', async () => {
  const [first = ''] = board.trials.map(({ id }) => id);
  const { page } = await openPage(
    ledger.browser,
    ledger.served.link(`?sweep=${board.sweep.id}&page=compare&pick=${first}&pick=zzz`),
  );
  const remark = page.getByRole('note').filter({ hasText: 'Picked but not in this sweep: zzz' });
  await remark.waitFor();
  await page.getByText('Pick at least two trials to compare').waitFor();
  expect(await page.getByRole('link', { name: 'Compare' }).locator('.chip').innerText()).toBe('1');
  expect(await violations(page)).toEqual([]);
  await remark.getByRole('button', { name: 'Forget it' }).click();
  await expect.poll(() => page.url()).not.toContain('zzz');
  expect(page.url()).toContain(first);
  await page.close();
});

it('of more picks than the API compares or draws at once shows the first, and says so', async () => {
  const ids = board.trials.map(({ id }) => id);
  const picks = (count: number): string =>
    ids
      .slice(0, count)
      .map((id) => `&pick=${id}`)
      .join('');
  const query = `?sweep=${board.sweep.id}`;
  const { page, complaints } = await openPage(
    ledger.browser,
    ledger.served.link(`${query}&page=compare${picks(12)}`),
  );
  await page.getByText('10 trials compared').waitFor();
  await page.getByText('12 trials are picked; the first 10 are shown').waitFor();
  await page.locator('.score-line').waitFor();
  expect(await page.locator('.trial-legend li').count()).toBe(10);
  await page.goto(ledger.served.link(`${query}&page=curves${picks(202)}`));
  await page.getByText('202 trials are picked; the first 200 are shown').waitFor();
  await page.locator('.u-plot canvas').waitFor({ timeout: 30_000 });
  expect(complaints).toEqual([]);
  await page.close();
});

it('carries the axis of the curves, and a legend that tells the trials apart', async () => {
  const { page } = await openPage(
    ledger.browser,
    ledger.served.link(`?sweep=${board.sweep.id}&page=curves&overview=off`),
  );
  await page.getByRole('button', { name: 'Step' }).click();
  await expect.poll(() => page.url()).toContain('axis=step');
  await page.goto(page.url());
  await page.locator('.u-plot[aria-label$="by step"]').waitFor();
  const names = await page.locator('.trial-legend li > a').allInnerTexts();
  expect(new Set(names).size).toBe(names.length);
  await page.close();
});

it('carries the bounds of a continuous setting, by which a table is also grouped', async () => {
  const { page } = await openPage(
    ledger.browser,
    ledger.served.link(`?sweep=${board.sweep.id}&overview=off&group=learning_rate`),
  );
  await page.locator('.group-row').first().waitFor();
  expect(await page.locator('.group-row').count()).toBeLessThan(10);
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByLabel('learning rate: from').fill('0.001');
  await page.getByLabel('score: to').fill('0.9');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  const expected = board.trials.filter(
    ({ score, settings }) =>
      Number(settings['learning_rate']) >= 0.001 && score !== null && Number(score) <= 0.9,
  ).length;
  const count = page.getByText(`${expected} of 250 trials`);
  await count.waitFor();
  expect(expected).toBeLessThan(240);
  await page.goto(page.url());
  await count.waitFor();
  await page.getByRole('button', { name: 'Remove filter learning rate ≥ 0.001' }).click();
  await page.getByRole('button', { name: 'Remove filter score ≤ 0.9' }).click();
  await page.getByText(/^250 trials$/).waitFor();
  await page.close();
});
