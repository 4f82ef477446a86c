import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SimulatedSweep, type Blow } from '../testing/simulation/simulated-sweep.js';

/** How many simulated sweeps: more on demand. */
const seeds = Number(process.env['FROSTLINE_SEEDS'] ?? 500);
/** Of a failure that was printed, to see it again. */
const again = {
  ...(process.env['FROSTLINE_SEED'] !== undefined && { seed: Number(process.env['FROSTLINE_SEED']) }),
  ...(process.env['FROSTLINE_PATH'] !== undefined && { path: process.env['FROSTLINE_PATH'] }),
};

const seed = fc.integer({ min: 0, max: 0x7fffffff });
const blows = fc.array(fc.tuple(fc.nat(1000), fc.nat(1000), fc.nat(100)), { maxLength: 40, size: 'max' });

const beginning: Blow = [2, 0, 8];
const fullDisk: Blow = [5, 0, 5];
const waiting: Blow = [2, 0, 99];

async function simulate(number: number, list: readonly Blow[]): Promise<SimulatedSweep> {
  const sweep = new SimulatedSweep(number);
  for (const blow of list) await sweep.suffer(blow);
  await sweep.settle();
  return sweep;
}

// Red when `addRun` forgets the failures that the owner before had counted, when the host takes a `stopped` that comes once
// more for one of the run that the slot has now, when `HeldRuns.pause` writes a failure that the core did not count, when a
// stopping run that finds the disk full pauses the others in the core alone, and when an owner that could not write goes on.
describe('a simulated sweep', () => {
  it(
    `ends with the same leaderboard whatever happens to it: nothing acknowledged is lost, nothing counts twice; ${seeds} times`,
    async () => {
      const undisturbed = await simulate(0, []);
      await fc.assert(
        fc.asyncProperty(seed, blows, async (number, list: readonly Blow[]) => {
          const sweep = await simulate(number, list);
          expect(sweep.lostRows()).toEqual([]);
          expect(sweep.doubleResults()).toEqual([]);
          expect(sweep.outcome()).toEqual(undisturbed.outcome());
          sweep.close();
        }),
        { numRuns: seeds, ...again },
      );
      undisturbed.close();
    },
    60_000 + seeds * 1_000,
  );

  it('counts it against no run that its owner ended because the ledger could not be written', async () => {
    for (let number = 0; number < 10; number++) {
      const sweep = new SimulatedSweep(number);
      for (const blow of [beginning, fullDisk, waiting]) await sweep.suffer(blow);
      expect(sweep.trace.join()).toContain('no room to write the ledger');
      expect(sweep.losses()).toEqual([]);
      sweep.close();
    }
  });

  it('is replayed by its seed to the last decision', async () => {
    await fc.assert(
      fc.asyncProperty(seed, blows, async (number, list: readonly Blow[]) => {
        const [first, second] = [await simulate(number, list), await simulate(number, list)];
        expect(second.trace).toEqual(first.trace);
        first.close();
        second.close();
      }),
      { numRuns: 20 },
    );
  });
});
