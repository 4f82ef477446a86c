import { systemClock } from '@frostline/base';
import { readOwnerAddress } from '@frostline/store/owner-address';
import { isOwned } from '@frostline/store/owner-lock';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { homeOf } from '../testing/launch-sample.js';
import { recordingTerminal } from '../testing/recording-terminal.js';
import { sampleCatalog, sampleSweep, sampleSweepFolder } from '../testing/sample-sweep.js';
import { waitUntil } from '../testing/wait-until.js';
import { patienceOf } from '../cli/patience.js';
import { askOwnerOf, ownerGoesOn } from './ask-owner-of.js';
import { askStatus } from './client.js';
import type { OwnerStatus } from '../host/controls.js';

it('waits for an owner that was told to stop and is still ending, and says so', async () => {
  const root = sampleSweepFolder(sampleSweep('net', '0.01, 0.02'));
  const home = homeOf(root);
  const program = fileURLToPath(new URL('../host/owner.fixture.mjs', import.meta.url));
  const owner = spawn(process.execPath, [program, root, JSON.stringify(sampleCatalog)], {
    env: { ...process.env, FAKE_WORKER: 'linger' },
    stdio: 'ignore',
  });
  const exit = once(owner, 'exit');
  await waitUntil(() => readOwnerAddress(home) !== undefined, 'the owner listens');
  await statusOnce(home, ({ workers }) => workers.every(({ step }) => step !== null));
  const terminal = recordingTerminal();
  const patience = patienceOf({ terminal, clock: systemClock });
  expect(await ownerGoesOn(home, patience)).toBe(true);
  expect((await askOwnerOf(home, 'stop', {}, patience))?.changed).toBeGreaterThan(0);
  const goesOn = ownerGoesOn(home, { clock: systemClock });
  expect(terminal.printed.err).toBe('');
  // From then on the owner has nothing to do, and waits for its workers to end.
  await statusOnce(home, ({ runs }) => runs.waiting === undefined && runs.running === undefined);

  expect(await askOwnerOf(home, 'resume', {}, patience)).toBeUndefined();
  expect(isOwned(home)).toBe(false);
  expect(await goesOn).toBe(false);
  expect(terminal.printed.err).toBe(
    'waiting for the owner of this state folder, which is just starting or ending\n',
  );
  expect((await exit)[0]).toBe(130);
  rmSync(root, { recursive: true });
});

/** Waits until the owner says that something is so. */
async function statusOnce(home: string, isSo: (status: OwnerStatus) => boolean): Promise<void> {
  const address = readOwnerAddress(home);
  if (address === undefined) throw new Error('the owner has ended too early');
  while (!isSo(await askStatus(address))) await setTimeout(10);
}
