// npm run screenshots [-- --home FOLDER]: the README's pictures of the page, from the demo's state folder.
import type { LeaderboardReply, SweepsReply } from '@frostline/protocol';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { launchBrowser } from '../browser/launch-browser.js';
import { servePage } from '../browser/serve-page.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = path.join(root, 'docs/images');
const { values } = parseArgs({ options: { home: { type: 'string' } } });
const home = path.resolve(values.home ?? path.join(root, 'examples/fashion/.frostline'));

const served = await servePage(home);
const browser = await launchBrowser();
try {
  const { sweeps } = await served.get<SweepsReply>('/sweeps');
  const sweep = sweeps[0];
  if (sweep === undefined) throw new Error(`no sweep in ${home}; run \`npm run demo\` first`);
  const { trials } = await served.get<LeaderboardReply>(`/sweeps/${sweep.id}/leaderboard`);
  const [first, second, third] = trials.map(({ id }) => id);
  if (first === undefined || second === undefined || third === undefined)
    throw new Error(`fewer than three trials in ${home}`);
  mkdirSync(folder, { recursive: true });
  const shots = [
    { name: 'leaderboard', query: '', theme: 'light', height: 900 },
    { name: 'trial', query: `?page=trial&trial=${first}`, theme: 'dark', height: 1000 },
    {
      name: 'compare',
      query: `?page=compare&pick=${first}&pick=${second}&pick=${third}`,
      theme: 'light',
      height: 1000,
    },
  ] as const;
  for (const { name, query, theme, height } of shots) {
    const page = await browser.newPage({
      viewport: { width: 1440, height },
      deviceScaleFactor: 1.5,
      colorScheme: theme,
      locale: 'en-GB',
    });
    await page.goto(served.link(query));
    await page.locator('.frost-line').waitFor();
    await page.locator('.skeleton').first().waitFor({ state: 'detached' });
    // Charts draw and pictures come a moment after their places stand.
    await page.waitForTimeout(3_000);
    const file = path.join(folder, `${name}.png`);
    const { size } = await sharp(await page.screenshot())
      .png({ palette: true, colours: 200, compressionLevel: 9, effort: 10 })
      .toFile(file);
    process.stdout.write(`${path.relative(root, file)} ${Math.round(size / 1000)} kB\n`);
    await page.close();
  }
} finally {
  await browser.close();
  await served.close();
}
