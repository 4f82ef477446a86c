import type { LeaderboardReply, TrialReply } from '@frostline/protocol';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPage } from './support/open-page.js';
import { serveMadeLedger, type ServedLedger } from './support/served-ledger.js';
import { violations } from './support/violations.js';

let ledger: ServedLedger;
beforeAll(async () => {
  ledger = await serveMadeLedger(20);
}, 300_000);
afterAll(() => ledger.close());

/** Answers requests for a part of the API otherwise than the server would. */
function answer(
  part: string,
  reply: { status: number; json: unknown } | null,
): (page: Page) => Promise<void> {
  return async (page) => {
    await page.route(part, (route) => (reply === null ? route.abort() : route.fulfill(reply)));
  };
}

const broken = { status: 500, json: { code: 'internal', message: 'the ledger cannot be read' } };

it.each([
  { name: 'no such sweep', query: '?sweep=gone', title: 'No such sweep here' },
  { name: 'no such trial', query: '?page=trial&trial=zzz', title: 'No such trial in this sweep' },
  { name: 'nothing to compare', query: '?page=compare', title: 'Pick at least two trials to compare' },
  {
    name: 'no sweep',
    title: 'No sweep yet',
    before: answer('**/api/v1/sweeps', { status: 200, json: { sweeps: [] } }),
  },
  { name: 'no server', title: 'The server does not answer', before: answer('**/api/v1/**', null) },
  {
    name: 'no leaderboard',
    title: 'The leaderboard could not be read',
    before: answer('**/leaderboard', broken),
  },
  {
    name: 'a page that breaks',
    title: 'The page could not be shown',
    before: answer('**/api/v1/sweeps', { status: 200, json: {} }),
  },
  {
    name: 'a token that is refused',
    title: 'This link is no longer valid',
    before: answer('**/api/v1/sweeps', { status: 401, json: { code: 'unauthorized', message: 'no' } }),
  },
])(
  'the screen for $name has a landmark, one heading and nothing for axe',
  async ({ query = '', title, before }) => {
    const { page } = await openPage(ledger.browser, 'about:blank');
    await before?.(page);
    await page.goto(ledger.served.link(query));
    await page.getByText(title).first().waitFor({ timeout: 20_000 });
    expect(await violations(page)).toEqual([]);
    expect(await page.locator('main').count()).toBe(1);
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    await page.close();
  },
);

it('what runs is not told as true once the connection is lost: no time left, no buttons, but how to go on', async () => {
  const { page } = await openPage(ledger.browser, 'about:blank', { width: 360 });
  const runs = { running: 2, paused: 22 };
  await answer('**/status', {
    status: 200,
    json: { live: true, runs, progress: 0.3, etaSeconds: 6_000, devices: [], failures: [] },
  })(page);
  await answer('**/events', null)(page);
  await page.goto(ledger.served.link('?page=running'));
  await page.getByRole('heading', { name: 'As it was when last heard of' }).waitFor();
  const said = await page.locator('body').innerText();
  expect(said).toMatch(/Nobody answers since \d/);
  expect(said).toMatch(/known until \d/);
  expect(said).toContain('frostline resume --sweep');
  expect(said).not.toMatch(/about .* left/);
  expect(said).not.toMatch(/workers are being started/);
  expect(await page.getByRole('button', { name: 'Pause' }).count()).toBe(0);
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await page.close();
});

it('of a training that diverged says so in words, and draws no bar for what is no number', async () => {
  const { trials } = await ledger.served.get<LeaderboardReply>('/sweeps/generated/leaderboard');
  const id = trials[0]?.id ?? '';
  const { page } = await openPage(ledger.browser, 'about:blank');
  const classes = ['a', 'b'];
  const of = { sweep: `**/api/v1/sweeps/*`, none: { foldMean: 'NaN', foldSd: null, score: 'NaN' } };
  await page.route(`${of.sweep}/trials/${id}`, async (route) => {
    const json = (await (await route.fetch()).json()) as TrialReply;
    const perClass = classes.map((name) => ({ class: name, precision: 0, recall: 0, f1: 0, support: 1 }));
    const report = { classes, confusion: [[0, 1], []], perClass };
    await route.fulfill({ json: { ...json, ...of.none, report } });
  });
  const mistakes = [{ image: 'i', label: 'a', predicted: 'b', probabilities: ['NaN', 'NaN'] }];
  await answer(`${of.sweep}/trials/${id}/mistakes*`, {
    status: 200,
    json: { classes, total: 1, mistakes },
  })(page);
  const points = [0, 1, 2].map((fold) => ({ trial: id, fold, metrics: { macro_f1: [[4, 0, 'NaN']] } }));
  await answer('**/curves?*', { status: 200, json: { curves: points } })(page);
  await page.goto(ledger.served.link(`?page=trial&trial=${id}`));
  await page.getByText('Every macro f1 is NaN or infinite').waitFor();
  await page.locator('.mistake .bar').first().waitFor();
  const bars = await page
    .locator('.mistake .bar > span')
    .evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().width));
  expect(bars).toEqual([0, 0]);
  expect(await page.locator('.mistake ol').innerText()).not.toContain('%');
  expect(await page.locator('.trial-figures').innerText()).not.toContain('±');
  await page.close();
});
