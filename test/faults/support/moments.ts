import { epochs } from './competition.js';
import type { RunningCommand } from './frostline.js';
import { ownerStatus, type BusyWorker, type OwnerStatus } from './owner-status.js';
import { waitUntil } from './wait-until.js';

/**
 * A worker in the middle of an epoch that is not its run's first: there is a checkpoint, and there are steps since. The
 * report of its step may be 200 ms old, so only the first half of an epoch is taken.
 */
export function inMidEpoch({ busy }: OwnerStatus): BusyWorker | undefined {
  return busy.find(({ step, totalSteps }) => {
    const stepsPerEpoch = totalSteps / epochs;
    const within = step % stepsPerEpoch;
    return step > stepsPerEpoch && within > 2 && within < stepsPerEpoch / 2;
  });
}

/** Waits for something that the owner says; a sweep that ends before is a failure of the test. */
export function whenOwnerSays<Found>(
  folder: string,
  { process: owner }: RunningCommand,
  what: string,
  choose: (status: OwnerStatus) => Found | undefined,
): Promise<Found> {
  return waitUntil(what, async () => {
    const status = await ownerStatus(folder);
    const found = status && choose(status);
    if (found === undefined && owner.exitCode !== null) throw new Error(`the sweep ended before: ${what}`);
    return found;
  });
}
