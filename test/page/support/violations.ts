import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe finds wrong on a page, each with the first place; run as a script of the test, which no policy stops. */
export async function violations(page: Page): Promise<string[]> {
  // Colours are measured where transitions have ended.
  await page.waitForTimeout(500);
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: run } = window as unknown as { axe: typeof axe };
    const { violations: found } = await run.run(document, { resultTypes: ['violations'] });
    return found.map(
      ({ id, nodes }) =>
        `${id} (${nodes.length}): ${nodes[0]?.html.slice(0, 200) ?? ''} ${nodes[0]?.any[0]?.message ?? ''}`,
    );
  });
}
