import type { LeaderboardReply, RunState, TrialReply } from '@frostline/protocol';
import { launchBrowser, servePage, type ServedPage } from '@frostline/tools/browser';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { start } from './support/frostline.js';
import { openPage } from './support/open-page.js';
import { sweepFolder } from './support/small-sweep.js';
import { violations } from './support/violations.js';

/** Runs longer than the test, of two trials, so that the sweep goes on when one is stopped; and one that diverges at once. */
const folder = sweepFolder(`name: long
competition: competition.yaml
method: grid
folds: 2
trial: {image_size: 32, batch_size: 32, optimizer: sgd, schedule: constant}
parameters:
  backbone: {values: [squeezenet1_1]}
  freeze: {values: [full]}
  learning_rate: {values: [100, 0.01, 0.02, 0.03]}
  epochs: {per: learning_rate, values: {100: 2, 0.01: 2, 0.02: 3000, 0.03: 3000}}
`);
const home = path.join(folder, '.frostline');
let served: ServedPage;
let browser: Browser;
let owner: ChildProcess;

beforeAll(async () => {
  mkdirSync(home);
  served = await servePage(home);
  browser = await launchBrowser();
}, 300_000);
afterAll(async () => {
  await browser.close();
  if (owner.exitCode === null && owner.kill('SIGINT')) await once(owner, 'exit');
  await served.close();
  rmSync(folder, { recursive: true });
});

const slow = { timeout: 120_000 };

async function trialOf(rate: number): Promise<TrialReply> {
  const { trials } = await served.get<LeaderboardReply>('/sweeps/long/leaderboard');
  const id = trials.find(({ settings }) => settings['learning_rate'] === rate)?.id ?? '';
  return served.get(`/sweeps/long/trials/${id}`);
}

async function openTrial(page: Page, rate: number): Promise<void> {
  const { id } = await trialOf(rate);
  await page.goto(`${new URL(page.url()).origin}/?page=trial&trial=${id}`);
  await page.locator('.trial-head').waitFor();
}

async function becomes(rate: number, state: RunState): Promise<void> {
  await expect.poll(async () => (await trialOf(rate)).state, slow).toBe(state);
}

it('a sweep is shown while it runs, and steered', async () => {
  const { page, complaints } = await openPage(browser, served.link(''));
  await page.getByText('No sweep yet').waitFor();
  owner = start(folder, ['launch', 'sweep.yaml']);
  await page.getByRole('heading', { name: 'long' }).waitFor(slow);
  await page.getByRole('status').filter({ hasText: 'live' }).waitFor(slow);

  // A trial ends and its score is there, without anybody asking for it.
  await page.locator('.table-row').filter({ hasText: 'complete' }).first().waitFor(slow);
  await page.locator('.table-row').filter({ hasText: 'failed' }).first().waitFor(slow);

  await page.getByRole('link', { name: 'Running' }).click();
  await page.locator('.device').filter({ hasText: 'step' }).first().waitFor(slow);
  await page.getByRole('cell', { name: 'non-finite' }).first().waitFor(slow);

  // One fold is paused and the others are not, within two seconds; then it goes on.
  await openTrial(page, 0.02);
  const foldOf = async (fold: number) => (await trialOf(0.02)).runs[fold]?.state;
  await expect.poll(() => foldOf(0), slow).toBe('running');
  await page.getByRole('button', { name: 'Pause: fold 0' }).click();
  await expect.poll(() => foldOf(0), { timeout: 2_000 }).toBe('paused');
  expect(await foldOf(1)).not.toBe('paused');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Resume: fold 0' }).click();
  await expect.poll(() => foldOf(0), { timeout: 2_000 }).not.toBe('paused');

  await page.getByLabel('Priority').fill('-7');
  await page.getByLabel('Priority').press('Enter');
  await expect.poll(async () => (await trialOf(0.02)).priority, { timeout: 2_000 }).toBe(-7);

  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await becomes(0.02, 'paused');
  await page.locator('.trial-title').getByText('paused').waitFor(slow);
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await expect.poll(async () => (await trialOf(0.02)).state, slow).not.toBe('paused');

  await openTrial(page, 100);
  await page.getByText('non-finite').first().waitFor();
  await page.getByRole('button', { name: 'Retry failed', exact: true }).click();
  await becomes(100, 'waiting');

  await page.getByRole('link', { name: 'Running' }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('heading', { name: 'Not running' }).waitFor(slow);
  const { id } = (await served.get<LeaderboardReply>('/sweeps/long/leaderboard')).sweep;
  await page.getByText(`frostline resume --sweep ${id} --home ${home}`).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('status').filter({ hasText: 'not running' }).waitFor(slow);
  expect(complaints).toEqual([]);
  await page.close();
}, 400_000);

it('says when the server is gone, and finds it again', async () => {
  const { page } = await openPage(browser, served.link(''));
  await page.locator('.table-row').first().waitFor();
  // Every part of the view is there: one that comes later would find no server.
  await page.getByRole('heading', { name: 'Backbone × freeze' }).waitFor(slow);
  await page.getByRole('heading', { name: 'Parallel coordinates' }).waitFor(slow);
  await served.close();
  await page.getByRole('status').filter({ hasText: 'connection lost' }).waitFor(slow);
  const { port } = new URL(served.link(''));
  // What was known is no longer told as what is, and how to go on is.
  const remark = page.getByRole('group', { name: 'Connection lost' });
  await remark.getByText(/^Nobody answers since \d/).waitFor();
  await remark.getByText(`frostline serve --home ${home} --port ${port}`).waitFor();
  await remark.getByText('frostline resume --sweep').waitFor();
  expect(await violations(page)).toEqual([]);
  served = await servePage(home, Number(port));
  await page.getByRole('status').filter({ hasText: 'not running' }).waitFor(slow);
  expect(await remark.count()).toBe(0);
  await page.close();
}, 200_000);
