import { launchBrowser, servePage, type ServedPage } from '@frostline/tools/browser';
import { makeLedger } from '@frostline/tools/ledger';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';

/** A made ledger, its page, and a browser to look at it with. */
export interface ServedLedger {
  readonly served: ServedPage;
  readonly browser: Browser;
  /** Makes another sweep in the same state folder, as the next launch does, with trials of its own. */
  launch(name: string): void;
  /** Ends both and removes the ledger. */
  close(): Promise<void>;
}

/** Makes a ledger of so many trials and serves it. */
export async function serveMadeLedger(trials: number): Promise<ServedLedger> {
  const home = mkdtempSync(path.join(tmpdir(), 'frostline-made-'));
  makeLedger(home, { trials });
  const served = await servePage(home);
  const browser = await launchBrowser();
  return {
    served,
    browser,
    launch: (name) => {
      makeLedger(home, { name, trials: 5, seed: 1 });
    },
    close: async () => {
      await browser.close();
      await served.close();
      rmSync(home, { recursive: true });
    },
  };
}
