import type { LeaderboardReply, TrialReply } from '@frostline/protocol';
import { launchBrowser, servePage, type ServedPage } from '@frostline/tools/browser';
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from './support/frostline.js';
import { openPage } from './support/open-page.js';
import { smallSweep, sweepFolder } from './support/small-sweep.js';
import { violations } from './support/violations.js';
import { views } from './support/views.js';

const folder = sweepFolder(smallSweep);
let served: ServedPage;
let browser: Browser;
let ids: string[];

const leaderboard = (): Promise<LeaderboardReply> => served.get('/sweeps/small/leaderboard');

beforeAll(async () => {
  await run(folder, ['launch', 'sweep.yaml']);
  served = await servePage(path.join(folder, '.frostline'));
  browser = await launchBrowser();
  ids = (await leaderboard()).trials.map(({ id }) => id);
}, 600_000);
afterAll(async () => {
  await browser.close();
  await served.close();
  rmSync(folder, { recursive: true });
});

describe('every view', () => {
  const looks = [
    { theme: 'light', width: 1440, locale: null },
    { theme: 'dark', width: 360, locale: 'en-GB' },
  ] as const;
  const names = Object.keys(views([]));

  it.each(looks.flatMap((look) => names.map((name) => ({ ...look, name }))))(
    '$name, $theme, $width pixels: nothing for axe, no shift, no sideways scroll, a quiet console',
    async ({ name, theme, width, locale }) => {
      const { query = '', ready = '' } = views(ids)[name] ?? {};
      const { page, complaints, layoutShift } = await openPage(browser, served.link(query), {
        theme,
        width,
        locale,
      });
      await page.locator(ready).first().waitFor({ state: 'attached' });
      expect(await violations(page)).toEqual([]);
      expect(await layoutShift()).toBeLessThan(0.02);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );
});

describe('the token', () => {
  it('leaves the address bar at once and is kept for the next visit', async () => {
    const { page } = await openPage(browser, served.link(''));
    await page.locator('.table-row').first().waitFor();
    expect(page.url()).not.toContain('token');
    await page.goto(page.url());
    await page.locator('.table-row').first().waitFor();
    await page.close();
  });

  it('is asked for where there is none, or a wrong one', async () => {
    const { origin } = new URL(served.link(''));
    const none = await openPage(browser, origin);
    await none.page.getByText('This page needs its link').waitFor();
    expect(await violations(none.page)).toEqual([]);
    await none.page.close();
    const wrong = await openPage(browser, `${origin}/#token=not-this-token-at-all`);
    await wrong.page.getByText('This link is no longer valid').waitFor();
    expect(await wrong.page.evaluate(() => localStorage.getItem('frostline-token'))).toBeNull();
    await wrong.page.close();
  });
});

describe("a trial's page", () => {
  it('says what the ledger says, down to its pictures', async () => {
    const best = ids[0] ?? '';
    const trial = await served.get<TrialReply>(`/sweeps/small/trials/${best}`);
    const { page, complaints } = await openPage(
      browser,
      served.link(`?page=trial&trial=${best.slice(0, 6)}`),
    );
    await page.locator('.mistake img').first().waitFor();
    const text = (await page.locator('main').innerText()).replaceAll('−', '-');
    expect(text).toContain((trial.score as number).toFixed(4));
    expect(text).toContain(String(trial.settings['backbone']));
    const cells = await page.locator('.confusion tbody td').allInnerTexts();
    const counts = trial.report?.confusion.flat() ?? [];
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(100);
    expect(cells.map((cell) => Number(cell))).toEqual(counts);
    const shown = await page
      .locator('.mistake img')
      .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth));
    expect(shown.length).toBeGreaterThan(0);
    expect(Math.min(...shown)).toBeGreaterThan(0);
    expect(await page.locator('.log li').count()).toBeGreaterThan(0);
    // Whose log is shown goes along in a link.
    await page.getByLabel('Fold and attempt').selectOption('1/1');
    await expect.poll(() => page.url()).toContain('log=1.1');
    await page.goto(page.url());
    await page.locator('.log li').first().waitFor();
    expect(await page.getByLabel('Fold and attempt').inputValue()).toBe('1/1');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('keeps tags, note and pin, and the leaderboard shows them', async () => {
    const last = ids.at(-1) ?? '';
    const { page } = await openPage(browser, served.link(`?page=trial&trial=${last}`));
    await page.getByLabel('New tag').fill('to remember');
    await page.getByLabel('New tag').press('Enter');
    await page.getByLabel('Remove tag to remember').waitFor();
    await page.getByRole('textbox', { name: 'Note' }).fill('<b>text & never HTML</b>');
    await page.getByRole('textbox', { name: 'Note' }).blur();
    await page.getByRole('button', { name: 'Pin', exact: true }).click();
    await page.getByRole('button', { name: 'Pinned' }).waitFor();
    const stored = (await leaderboard()).trials.find(({ id }) => id === last);
    expect(stored).toMatchObject({ tags: ['to remember'], note: '<b>text & never HTML</b>', pinned: true });
    await page.getByRole('link', { name: 'Leaderboard' }).first().click();
    const first = page.locator('.table-row').first();
    await first.getByText('to remember').waitFor();
    expect(await first.getByText('has a note').count()).toBe(1);
    await page.close();
  });

  it('is cloned as a sweep file that the command accepts', async () => {
    const { page } = await openPage(browser, served.link(`?page=trial&trial=${ids[0] ?? ''}`));
    await page.getByRole('button', { name: 'Clone as YAML' }).click();
    await page.locator('.clone pre').waitFor();
    expect(await violations(page)).toEqual([]);
    const downloaded = page.waitForEvent('download');
    await page.getByRole('button', { name: /^Save/ }).click();
    const file = path.join(folder, 'clone.yaml');
    await (await downloaded).saveAs(file);
    await run(folder, ['launch', 'clone.yaml', '--dry-run', '--home', path.join(folder, 'clone-home')]);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('dialog').count()).toBe(0);
    await page.close();
  });
});

describe('the overview', () => {
  it('filters the table by a click on a cell, and takes it back by another', async () => {
    const { page } = await openPage(browser, served.link(''));
    await page.locator('.heat-cell').first().click();
    await expect.poll(() => page.locator('.table-row').count()).toBe(2);
    expect(page.url()).toMatch(/where=backbone.*where=freeze/);
    await page.locator('.heat-cell[aria-pressed=true]').click();
    await expect.poll(() => page.locator('.table-row').count()).toBe(8);
    await page.close();
  });
});

describe('comparing', () => {
  it('goes from picks to differences, curves and images', async () => {
    const { page } = await openPage(browser, served.link(''));
    await page.locator('.table-row input[type=checkbox]').nth(0).check();
    await page.locator('.table-row input[type=checkbox]').nth(1).check();
    await page.getByRole('group', { name: 'Picked trials' }).getByRole('link', { name: 'Compare' }).click();
    await page.getByText('2 trials compared').waitFor();
    await page.locator('.u-plot canvas').waitFor();
    await page.locator('.verdicts').first().waitFor();
    expect(await page.locator('.folds-done').allInnerTexts()).toEqual(['300 images', '300 images']);
    expect(await page.locator('.verdicts').first().locator('[data-correct]').count()).toBe(1);
    await page.close();
  });
});
