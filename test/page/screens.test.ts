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
